import { OutboundPurpose } from '#shared/api/outbound.ts';
import { POLICIES, QUIRKS } from './scenario/codes.ts';
import type { Scenario } from './scenario/schema.ts';

/** How much a set of scenarios has to try. */
export const ENOUGH = { scenarios: 120, perQuirk: 8, plainShare: 1 / 3, audio: 40 } as const;

/**
 * What a set of scenarios leaves untried, in words; empty when nothing is.
 * @param services codes of the service types that must occur, booked or alerted
 */
export const gapsOf = (scenarios: readonly Scenario[], services: readonly string[]): string[] => {
  const gaps: string[] = [];
  const want = (enough: boolean, what: string): void => void (enough || gaps.push(what));
  want(scenarios.length >= ENOUGH.scenarios, `${scenarios.length} scenarios of ${ENOUGH.scenarios}`);
  for (const quirk of QUIRKS) {
    const count = scenarios.filter(({ quirks }) => quirks.includes(quirk)).length;
    want(count >= ENOUGH.perQuirk, `the quirk ${quirk} is in ${count} scenarios of ${ENOUGH.perQuirk}`);
  }
  const plain = scenarios.filter(({ quirks }) => quirks.length === 0).length;
  want(plain <= scenarios.length * ENOUGH.plainShare, `${plain} of ${scenarios.length} scenarios have no quirk`);
  for (const policy of POLICIES)
    want(
      scenarios.some(({ policies }) => policies.includes(policy)),
      `no scenario tries ${policy}`,
    );
  const tried = new Set(scenarios.flatMap(({ expect }) => expect.booked.map(({ service }) => service)));
  for (const service of services) want(tried.has(service), `nobody books ${service}`);
  const forged = scenarios.filter(({ from, caller }) => from.startsWith('+') && from !== `+1${caller.phone}`);
  const posing = scenarios.filter(({ caller, shop }) =>
    shop.customers.some(({ name, phone }) => phone === caller.phone && name !== caller.name),
  );
  want(forged.length + posing.length > 0, 'no caller shows a forged number');
  const rung = scenarios.flatMap((one) => [one, ...one.again]).filter(({ outbound }) => outbound !== undefined);
  for (const { const: purpose } of OutboundPurpose.anyOf)
    want(
      rung.some(({ outbound }) => outbound === purpose),
      `the box rings nobody for a ${purpose}`,
    );
  const audio = scenarios.filter((scenario) => scenario.audio).length;
  want(audio >= ENOUGH.audio, `${audio} scenarios of ${ENOUGH.audio} may be rung by telephone`);
  return gaps;
};

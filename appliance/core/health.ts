import type { Config } from '#shared/config/schema.ts';
import { messageOf } from '#shared/errors.ts';
import type { HealthCheck, HealthReport } from '#shared/api/health.ts';
import type { Desk } from './desk.ts';

export interface HealthParts {
  readonly desk: Desk;
  readonly voiceConnected: () => boolean;
  /** How the trunks stand. */
  readonly lines: () => readonly HealthCheck[];
  /** How engines outside the box stand. */
  readonly engines: () => readonly HealthCheck[];
  readonly config: Config;
  /** What went wrong lately and still matters, by name. */
  readonly troubles: Troubles;
}

/** Things that failed and have not been seen to work since. */
export class Troubles {
  readonly #open = new Map<string, { detail: string; fix: string }>();

  report(name: string, detail: string, fix: string): void {
    this.#open.set(name, { detail, fix });
  }

  clear(name: string): void {
    this.#open.delete(name);
  }

  list(): HealthCheck[] {
    return [...this.#open].map(([name, { detail, fix }]) => ({ name, ok: false, detail, fix }));
  }
}

const databaseCheck = async (desk: Desk): Promise<HealthCheck> => {
  try {
    await desk.store.shop();
    return { name: 'database', ok: true, detail: 'readable', fix: null };
  } catch (error) {
    return {
      name: 'database',
      ok: false,
      detail: messageOf(error),
      fix: 'Run pilot doctor; check the disk of the data folder, or the server of database.url.',
    };
  }
};

/** Messages and the like that were promised and not sent, and that nobody will send unless a person looks. */
const promisesCheck = async (desk: Desk): Promise<HealthCheck> => {
  const { dead, late, unknown } = await desk.store.outbox.health(desk.clock.now());
  const told = [
    dead > 0 ? `${dead} given up` : '',
    unknown > 0 ? `${unknown} perhaps sent` : '',
    late > 0 ? `${late} late` : '',
  ].filter(Boolean);
  return {
    name: 'promises',
    ok: told.length === 0,
    detail: told.length === 0 ? 'none is overdue' : told.join(', '),
    fix: told.length === 0 ? null : 'Tell those people by phone; check the mail settings and the log.',
  };
};

/** Emergencies that nobody has taken. */
const alertsCheck = async (desk: Desk): Promise<HealthCheck> => {
  const open = await desk.store.alerts.open();
  return {
    name: 'alerts',
    ok: open === 0,
    detail: open === 0 ? 'none is open' : `${open} emergency alert(s) that nobody has acknowledged`,
    fix: open === 0 ? null : 'Call those people now; pilot alert lists them, pilot alert ack ID takes one.',
  };
};

/** Whose shop the box answers for. */
const shopCheck = async (desk: Desk): Promise<HealthCheck> => {
  const { name, confirmedAt } = await desk.store.shop();
  const ok = confirmedAt !== null;
  return {
    name: 'shop',
    ok,
    detail: ok ? name : `${name}: nobody has confirmed its rows, so no line is answered for it`,
    fix: ok ? null : 'Look at them with pilot shop, then pilot shop confirm.',
  };
};

/** Texts promised to callers that nothing here can send. */
const textsCheck = async (desk: Desk): Promise<HealthCheck[]> => {
  const { textsWaiting } = await desk.store.outbox.health(desk.clock.now());
  const waiting = Object.values(textsWaiting).reduce((sum, count) => sum + count, 0);
  if (waiting === 0) return [];
  const links = textsWaiting['deposit.link'] ?? 0;
  return [
    {
      name: 'texts',
      ok: false,
      detail: `${waiting} waiting, ${links} with a link for a deposit: this box sends no texts`,
      fix: 'Text those callers by hand: /api/v1/outbox lists them. Switch deposits on service off if nobody does.',
    },
  ];
};

/** Whether calls are answered, and what is missing. */
export const healthOf = async ({
  desk,
  voiceConnected,
  lines,
  engines,
  config,
  troubles,
}: HealthParts): Promise<HealthReport> => {
  const voice = voiceConnected();
  const bench = config.speech.stt.model === 'bench';
  const database = await databaseCheck(desk);
  const checks: HealthCheck[] = [
    {
      name: 'voice',
      ok: voice,
      detail: voice ? 'connected' : 'the phone side is not connected',
      fix: voice ? null : 'It starts again by itself; if this stays, read its log.',
    },
    ...lines(),
    database,
    {
      name: 'recognizer',
      ok: !bench,
      detail: bench ? 'the bench recognizer: it understands synthesized test voices only' : config.speech.stt.model,
      fix: bench ? 'Fetch a model (pilot models list) and set speech.stt.model.' : null,
    },
    ...engines(),
    ...(desk.models && database.ok ? [await desk.models.health()] : []),
    {
      name: 'mail',
      ok: config.smtp !== null,
      detail: config.smtp === null ? 'not configured: the office is not told by e-mail' : `to ${config.smtp.to}`,
      fix: config.smtp === null ? 'Fill in the smtp section of the configuration.' : null,
    },
    ...(database.ok
      ? [
          await shopCheck(desk),
          await promisesCheck(desk),
          ...(await desk.costs.check()),
          await alertsCheck(desk),
          ...(await textsCheck(desk)),
        ]
      : []),
    ...troubles.list(),
  ];
  // Calls may come over another trunk, or from inside: only when every trunk is down do callers hear nothing.
  const cutOff = lines().length > 0 && lines().every((one) => !one.ok);
  const failing = !voice || !database.ok || cutOff;
  return { status: failing ? 'failing' : checks.every((one) => one.ok) ? 'ok' : 'degraded', checks };
};

/** Ways to reach somebody at once. */
export const ALERT_CHANNELS = ['sms', 'call', 'email'] as const;
export type AlertChannel = (typeof ALERT_CHANNELS)[number];

/** Who stands on the ladder. The technician on call may be left without a name: the rota names them. */
export type LadderRole = 'on_call_technician' | 'owner' | 'partner';

/** Somebody who can be reached. Phone in E.164; '' where there is none. */
export interface Reachable {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

export interface LadderStep extends Reachable {
  readonly position: number;
  readonly role: LadderRole;
  readonly channels: readonly AlertChannel[];
  /** Minutes this person has before the next is alerted. */
  readonly limitMinutes: number;
}

/** One person to be told through one channel, at an instant (epoch ms). */
export interface Telling {
  readonly position: number;
  readonly role: LadderRole;
  readonly name: string;
  readonly channel: AlertChannel;
  readonly recipient: string;
  readonly dueAt: number;
}

const addressOf = (person: Reachable, channel: AlertChannel): string =>
  channel === 'email' ? person.email : person.phone;

/**
 * One way up the ladder: the first person at once through every channel, each further one when those before have had
 * their time. A step at which nobody can be reached takes no time.
 * @param onDuty technicians on the rota now, who stand in for a technician step that names nobody
 * @param from epoch ms
 */
export const climb = (
  ladder: readonly LadderStep[],
  onDuty: readonly Reachable[],
  from: number,
): { readonly tellings: readonly Telling[]; readonly endsAt: number } => {
  const tellings: Telling[] = [];
  let dueAt = from;
  for (const step of ladder.toSorted((a, b) => a.position - b.position)) {
    const named = step.phone !== '' || step.email !== '';
    const people = named || step.role !== 'on_call_technician' ? [step] : onDuty;
    const told = people.flatMap((person) =>
      step.channels
        .filter((channel) => addressOf(person, channel) !== '')
        .map((channel) => ({
          position: step.position,
          role: step.role,
          name: person.name,
          channel,
          recipient: addressOf(person, channel),
          dueAt,
        })),
    );
    if (told.length === 0) continue;
    tellings.push(...told);
    dueAt += step.limitMinutes * 60_000;
  }
  return { tellings, endsAt: dueAt };
};

import type { BoxInfo, FeedChange, FeedMessage, LiveCall, Slots, Utterance } from './feed.ts';

/** What a listener of the feed knows. Box and page keep it by the same rules, so a snapshot equals the changes it replaces. */
export interface FeedState {
  readonly box: BoxInfo;
  /** Newest first. */
  readonly calls: readonly LiveCall[];
}

/** A call keeps its newest utterances; older ones are in its record. */
export const KEPT_UTTERANCES = 300;
/** Ended calls stay this many deep, so that a page shows how the last ones went. */
export const KEPT_ENDED = 3;
/** Facts whose value never leaves the box, whatever a caller of the feed hands in. */
export const SECRET_SLOTS: ReadonlySet<string> = new Set(['gateCode', 'gate_code', 'alarmCode', 'alarm_code']);

export const emptyFeed = (box: BoxInfo): FeedState => ({ box, calls: [] });

/** The state after a message. A change about an unknown call leaves the state as it is. */
export const applyFeed = (state: FeedState, message: FeedMessage): FeedState => {
  switch (message.type) {
    case 'snapshot':
      return { box: message.box, calls: message.calls };
    case 'box':
      return { ...state, box: message.box };
    case 'job.booked':
      return state;
    case 'call.started':
      return { ...state, calls: prune(begin(state.calls, message)) };
    case 'call.utterance':
      return onCall(state, message.call, (call) => ({
        ...call,
        utterances: heard(call.utterances, message.utterance),
      }));
    case 'call.slots':
      return onCall(state, message.call, (call) => ({
        ...call,
        phase: message.phase,
        urgency: message.urgency,
        slots: message.slots,
      }));
    case 'call.ended': {
      const { at, by, outcome } = message;
      const ended = onCall(state, message.call, (call) => ({
        ...call,
        utterances: call.utterances.filter((said) => !said.partial || said.who === 'us').map(settle),
        ended: { at, by, outcome },
      }));
      return { ...ended, calls: prune(ended.calls) };
    }
  }
};

/** Facts as they may leave the box: a secret's value is replaced by the word `stored`. */
export const withoutSecrets = (slots: Slots): Slots =>
  Object.fromEntries(
    Object.entries(slots).map(([name, slot]) => [name, SECRET_SLOTS.has(name) ? { ...slot, value: 'stored' } : slot]),
  );

/** A call that goes on after core was away is announced again: what was heard of it stays. */
const begin = (calls: readonly LiveCall[], started: Extract<FeedChange, { type: 'call.started' }>): LiveCall[] => {
  const known = calls.find((call) => call.id === started.call);
  if (known) return calls.map((call) => (call === known ? { ...call, ended: null } : call));
  const { call: id, line, from, startedAt, bench } = started;
  const call: LiveCall = {
    id,
    line,
    from,
    startedAt,
    bench,
    phase: '',
    urgency: 'routine',
    utterances: [],
    slots: {},
    ended: null,
  };
  return [call, ...calls];
};

const heard = (said: readonly Utterance[], utterance: Utterance): Utterance[] => {
  const at = said.findLastIndex((other) => other.id === utterance.id);
  const known = said[at];
  // Sound without words: nothing was said after all.
  if (utterance.text === '' && !utterance.partial) return said.filter((other) => other.id !== utterance.id);
  // A partial that arrives after the final text is late news.
  if (known && !known.partial && utterance.partial) return [...said];
  if (known) return said.with(at, utterance);
  return [...said, utterance].slice(-KEPT_UTTERANCES);
};

const settle = (said: Utterance): Utterance => (said.partial ? { ...said, partial: false } : said);

const onCall = (state: FeedState, id: string, change: (call: LiveCall) => LiveCall): FeedState => ({
  ...state,
  calls: state.calls.map((call) => (call.id === id ? change(call) : call)),
});

const prune = (calls: readonly LiveCall[]): LiveCall[] => {
  let ended = 0;
  return calls.filter((call) => call.ended === null || ++ended <= KEPT_ENDED);
};

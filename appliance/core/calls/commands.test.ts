import { expect, test } from 'vitest';
import type { TurnOutcome } from '#conversation/turn-types.ts';
import { type StoredCommand, commandsOf, stillOpen } from './commands.ts';

const outcome = (over: Partial<TurnOutcome<unknown>>): TurnOutcome<unknown> => ({
  state: null,
  sayId: 'say-3',
  sentences: [{ text: 'Hello.' }],
  interruptible: true,
  notice: false,
  afterTone: false,
  tier: 'cost',
  qualification: null,
  acts: [],
  tools: [],
  expect: { kind: 'open', timeoutMs: 7000 },
  phase: 'intake',
  slots: {},
  urgency: 'routine',
  transfer: null,
  silence: [],
  card: null,
  recordingOff: false,
  ended: false,
  hangup: false,
  outcome: null,
  ...over,
});

test('a command id comes from call, turn and act, so that the same turn gives the same id', () => {
  const [say] = commandsOf('c1', 9, outcome({}));
  expect(say).toMatchObject({ id: 'c1/say-3', answers: 9, body: { kind: 'say', expect: { kind: 'open' } } });
  expect(commandsOf('c1', 9, outcome({}))).toEqual(commandsOf('c1', 9, outcome({})));
});

test('the last words are said before the line closes, and nothing is expected after them', () => {
  const commands = commandsOf('c1', 9, outcome({ ended: true, hangup: true, outcome: 'booked' }));
  expect(commands.map((one) => one.body.kind)).toEqual(['say', 'hangup']);
  expect(commands[0]?.body).toMatchObject({ expect: null });
});

test('a turn without words still tells voice how to listen', () => {
  expect(commandsOf('c1', 9, outcome({ sayId: '', sentences: [] }))).toEqual([
    { id: 'c1/event-9/listen', answers: 9, body: { kind: 'listen', expect: { kind: 'open', timeoutMs: 7000 } } },
  ]);
});

test('a say stays open until its end is told; the end of the call closes everything', () => {
  const open: StoredCommand[] = commandsOf('c1', 9, outcome({ ended: true, hangup: true, outcome: 'booked' }));
  const heard = { kind: 'say.done', command: 'c1/say-3', complete: true, heardText: 'Hello.', heardMs: 500 } as const;
  expect(stillOpen(open, { kind: 'key', digits: '1', offsetMs: 0 })).toHaveLength(2);
  expect(stillOpen(open, heard).map((one) => one.body.kind)).toEqual(['hangup']);
  expect(stillOpen(open, { kind: 'call.ended', by: 'caller', reason: 'bye', endedAt: 0 })).toEqual([]);
});

test('how to listen is forgotten once the caller has answered', () => {
  const open = commandsOf('c1', 9, outcome({ sayId: '', sentences: [] }));
  expect(stillOpen(open, { kind: 'silence', command: 'c1/event-9/listen', ms: 7000 })).toEqual([]);
});

test('a recording that the caller does not want ends before the sentence that says so, and stands open until it has', () => {
  const commands = commandsOf('c1', 9, outcome({ recordingOff: true }));
  expect(commands.map((one) => one.body.kind)).toEqual(['record', 'say']);
  expect(stillOpen(commands, { kind: 'key', digits: '1', offsetMs: 0 }).map((one) => one.body.kind)).toContain(
    'record',
  );
  const stopped = { kind: 'recording.stopped', command: 'c1/say-3/record' } as const;
  expect(stillOpen(commands, stopped).map((one) => one.body.kind)).toEqual(['say']);
});

test('what is to be taken out of the recording is told without words of ours too', () => {
  const commands = commandsOf('c1', 9, outcome({ sayId: '', sentences: [], expect: null, silence: ['u1', 'u2'] }));
  expect(commands.map((one) => one.body)).toEqual([{ kind: 'silence', utterances: ['u1', 'u2'] }]);
  const silenced = {
    kind: 'recording.silenced',
    command: 'c1/event-9/silence',
    fromMs: 0,
    toMs: 9,
    onDisk: true,
  } as const;
  expect(stillOpen(commands, silenced)).toEqual([]);
});

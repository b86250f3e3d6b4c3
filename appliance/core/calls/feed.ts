import type { FeedChange } from '#shared/api/feed.ts';
import type { CallRecord } from '#shared/api/records.ts';
import type { CallEvent } from '#shared/link/events.ts';
import type { TurnOutcome } from '#conversation/turn-types.ts';
import type { StoredCommand } from './commands.ts';

/** What screens are told of an event; `text` is what was said with codes taken out, `atMs` where in the call it stands. */
export const changesOfEvent = (
  call: string,
  atMs: number,
  body: CallEvent,
  text: string,
  outcome: string | null,
): FeedChange[] => {
  switch (body.kind) {
    case 'call.started':
      return [
        {
          type: 'call.started',
          call,
          line: body.line,
          // Whoever is talked to: in a call of ours that is whom we rang.
          from: body.outbound ? body.to : body.from,
          startedAt: body.startedAt,
          bench: body.engines.bench,
        },
      ];
    case 'speech.partial':
      return [
        {
          type: 'call.utterance',
          call,
          utterance: { id: body.utterance, who: 'caller', text, partial: true, atMs: 0 },
        },
      ];
    case 'speech.final':
      return [
        {
          type: 'call.utterance',
          call,
          utterance: { id: body.utterance, who: 'caller', text, partial: false, atMs: body.startMs },
        },
      ];
    case 'say.done':
      // Cut short: screens show what was heard, not what we meant to say.
      return body.complete
        ? []
        : [
            {
              type: 'call.utterance',
              call,
              utterance: { id: body.command, who: 'us', text: body.heardText, partial: false, atMs },
            },
          ];
    case 'call.ended':
      return [{ type: 'call.ended', call, at: body.endedAt, by: body.by, outcome }];
    default:
      return [];
  }
};

/** What screens are told of our answer. */
export const changesOfTurn = (
  call: string,
  atMs: number,
  outcome: TurnOutcome<unknown>,
  commands: readonly StoredCommand[],
): FeedChange[] => {
  const said = commands.flatMap((one): FeedChange[] =>
    one.body.kind === 'say'
      ? [
          {
            type: 'call.utterance',
            call,
            utterance: {
              id: one.id,
              who: 'us',
              text: one.body.sentences.map((s) => s.text).join(' '),
              partial: false,
              atMs,
            },
          },
        ]
      : [],
  );
  return [
    ...said,
    { type: 'call.slots', call, phase: outcome.phase, urgency: outcome.urgency, slots: { ...outcome.slots } },
  ];
};

/** What screens are told of a call that goes on after core was away. */
export const changesOfResumed = (record: CallRecord): FeedChange[] => [
  {
    type: 'call.started',
    call: record.id,
    line: record.line,
    from: record.direction === 'out' ? record.to : record.from,
    startedAt: record.startedAt,
    bench: record.bench,
  },
  ...record.transcript.map(
    ({ id, speaker, text, heardText, startMs }): FeedChange => ({
      type: 'call.utterance',
      call: record.id,
      utterance: { id, who: speaker, text: heardText ?? text, partial: false, atMs: startMs ?? 0 },
    }),
  ),
  { type: 'call.slots', call: record.id, phase: record.phase, urgency: record.urgency, slots: record.slots },
];

import type { TraceRecord } from './trace.ts';

/** One step of a call on the line, as a ladder shows it: an arrow between the far end and the box, or something that happened. */
export type LadderStep =
  | {
      readonly kind: 'message';
      /** ms since the first message. */
      readonly ms: number;
      readonly direction: 'in' | 'out';
      readonly label: string;
      /** `203.0.113.7:5060 UDP`. */
      readonly peer: string;
      readonly text: string;
    }
  | { readonly kind: 'note'; readonly ms: number; readonly label: string };

/** `INVITE [SDP]`, `200 OK [SDP]`, `200 OK (BYE)`: a response names its method unless that is INVITE (RFC 3261 section 8.1.1.5). */
export const headlineOf = (message: string): string => {
  const first = message.split(/\r?\n/, 1)[0] ?? '';
  const reply = /^SIP\/2\.0 (\d{3}.*)$/.exec(first)?.[1]?.trim();
  const method = /^cseq[ \t]*:[ \t]*\d+[ \t]+(\S+)/im.exec(message)?.[1] ?? '';
  const name =
    reply === undefined ? (first.split(' ')[0] ?? '') : `${reply}${method === 'INVITE' ? '' : ` (${method})`}`;
  return /^(?:content-type|c)[ \t]*:[ \t]*application\/sdp/im.test(message) ? `${name} [SDP]` : name;
};

/** A call's messages and notes in the order of time. */
export const ladderOf = (trace: Pick<TraceRecord, 'entries' | 'notes' | 'startedAt'>): LadderStep[] => {
  const start = trace.entries[0]?.at ?? trace.startedAt;
  const steps: LadderStep[] = [
    ...trace.entries.map(
      ({ at, direction, peer, transport, text }): LadderStep => ({
        kind: 'message',
        ms: at - start,
        direction,
        label: headlineOf(text),
        peer: `${peer} ${transport}`,
        text,
      }),
    ),
    ...trace.notes.map(
      ({ at, kind, detail }): LadderStep => ({ kind: 'note', ms: at - start, label: `${kind}: ${detail}` }),
    ),
  ];
  return steps.toSorted((a, b) => a.ms - b.ms);
};

/** What a MOS is worth: the bounds of user satisfaction in ITU-T G.107 annex B. */
export const worthOf = (mos: number): 'good' | 'fair' | 'poor' => (mos >= 4 ? 'good' : mos >= 3.6 ? 'fair' : 'poor');

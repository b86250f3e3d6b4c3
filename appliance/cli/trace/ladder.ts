import type { TraceNote, TraceRecord, TracedMessage } from '#shared/api/trace.ts';

const WIDTH = 46;

/** `INVITE` or `200 OK`, and in brackets what of the body matters here. */
export const headline = (text: string): string => {
  const first = text.split('\r\n', 1)[0] ?? '';
  const reply = /^SIP\/2\.0 (\d{3} ?.*)$/.exec(first)?.[1];
  const method = /^cseq[ \t]*:[ \t]*\d+[ \t]+(\S+)/im.exec(text)?.[1] ?? '';
  const name =
    reply === undefined ? (first.split(' ')[0] ?? '') : `${reply}${method === 'INVITE' ? '' : ` (${method})`}`;
  return `${name}${/^application\/sdp/im.test(/^(?:content-type|c)[ \t]*:[ \t]*(\S+)/im.exec(text)?.[1] ?? '') ? ' [SDP]' : ''}`;
};

const arrow = ({ direction, text }: TracedMessage): string => {
  const label = ` ${headline(text).slice(0, WIDTH - 8)} `;
  const shaft = '-'.repeat(Math.max(2, WIDTH - 2 - label.length));
  const half = Math.floor(shaft.length / 2);
  const line = `${shaft.slice(0, half)}${label}${shaft.slice(half)}`;
  return direction === 'in' ? `|${line}>|` : `|<${line}|`;
};

const seconds = (ms: number): string => (ms / 1000).toFixed(3).padStart(9);

/** A call's messages and events as a ladder: the far end left, the box right, time in seconds since the first message. */
export const ladder = (trace: TraceRecord): string[] => {
  const start = trace.entries[0]?.at ?? trace.startedAt;
  const peers = [...new Set(trace.entries.map(({ peer, transport }) => `${peer} ${transport}`))];
  const rows: { readonly at: number; readonly text: string }[] = [
    ...trace.entries.map((one) => ({
      at: one.at,
      text: `${arrow(one)}${peers.length > 1 ? `  ${one.peer} ${one.transport}` : ''}`,
    })),
    ...trace.notes.map((note: TraceNote) => ({ at: note.at, text: `${' '.repeat(4)}* ${note.kind}: ${note.detail}` })),
  ];
  const local = trace.entries[0]?.local ?? '';
  return [
    `${' '.repeat(10)}${(peers[0] ?? '').padEnd(WIDTH + 2 - local.length)}${local}`,
    ...rows.toSorted((a, b) => a.at - b.at).map(({ at, text }) => `${seconds(at - start)} ${text}`),
    ...(trace.leftOut === 0 ? [] : [`${' '.repeat(10)}${trace.leftOut} messages in the middle were not kept`]),
  ];
};

import type { CallRecord, TurnTiming } from '#shared/api/records.ts';
import { formatMoney } from '#shared/money.ts';
import type { FeedMessage } from '#shared/api/feed.ts';
import type { CallReport } from './call-report.ts';
import type { Persona } from '#drills/caller/persona.ts';

const WIDTH = 96;

const wrap = (label: string, text: string): string => {
  const indent = ' '.repeat(label.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && label.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((part, at) => `${at === 0 ? label : indent}${part}`).join('\n');
};

/** What the caller said, what the box made of it, and what the box said: three kinds of line. */
export const callerLine = (text: string): string => wrap('  caller  ', text);
export const heardLine = (text: string): string => wrap('   heard    ', text);
export const boxLine = (text: string): string => wrap('  box     ', text);

export const introduction = (persona: Persona, ring: string): string => {
  const { name, address } = persona;
  return [
    `A simulated caller rings ${ring} over SIP with G.711 audio:`,
    `  ${name.first} ${name.last}, ${address.houseNumber} ${address.street}, ${address.city}, ${address.state}; voice ${persona.voice.variant}.`,
    `  The shop's clock starts at ${persona.clock.replace('T', ' ')} (${persona.zone}).`,
    '  "heard" is what the recognizer of the box made of the sound; the caller understands the box by ear as well.',
    '',
  ].join('\n');
};

/** Lines for what the feed tells of one call: what the box heard and what it says. */
export const feedLines = (message: FeedMessage): string[] => {
  if (message.type !== 'call.utterance' || message.utterance.partial) return [];
  const { who, text } = message.utterance;
  return text === '' ? [] : [who === 'caller' ? heardLine(text) : boxLine(text)];
};

const cell = (value: number | null): string => (value === null ? '-' : String(Math.round(value))).padStart(8);

/** Every stage of every answer, ms. */
export const timingTable = (timings: readonly TurnTiming[], heardGaps: readonly (number | null)[]): string => {
  const head = ['turn', 'endpoint', 'stt', 'decide', 'commit', 'tts', 'packet', 'v2v', 'by ear'];
  const rows = timings.map((timing, at) =>
    [
      String(timing.turn).padStart(6),
      ...[
        timing.endpointMs,
        timing.sttMs,
        timing.decideMs,
        timing.commitMs,
        timing.ttsMs,
        timing.firstPacketMs,
        timing.voiceToVoiceMs,
        heardGaps[at] ?? null,
      ].map(cell),
    ].join(' '),
  );
  return [head.map((name, at) => name.padStart(at === 0 ? 6 : 8)).join(' '), ...rows].join('\n');
};

const jobLines = (call: CallRecord, gateCode: boolean): string[] => {
  const { job } = call;
  if (!job) return [];
  const { visit, location, customer, price } = job;
  return [
    `Job ${job.number}  ${job.serviceType.name}${job.afterHours ? ' (after hours)' : ''}`,
    `  problem   ${[job.problem, ...job.details].join('; ')}`,
    `  customer  ${customer.name}${customer.nameConfirmed ? '' : ' (name not confirmed)'}, ${customer.phone}`,
    `  address   ${location.houseNumber} ${location.street}, ${location.city}, ${location.state}${location.zip === null ? '' : ` ${location.zip}`}`,
    ...(visit
      ? [
          `  visit     ${visit.date}, ${visit.windowStart} to ${visit.windowEnd}${visit.technician ? `, ${visit.technician.name}` : ''}`,
          `  access    ${gateCode ? 'gate code kept (sealed)' : 'no gate code'}${visit.pets === null ? '' : `; ${visit.pets}`}`,
        ]
      : []),
    ...(price ? [`  fee       ${formatMoney(price.spokenFee)}`] : []),
  ];
};

const ENDINGS = {
  booked_right: 'booked, every field as the caller said it',
  message: 'no booking: a message was taken, with a task to call back',
  booked_wrong: 'booked, but not every field is as the caller said it',
  nothing: 'neither a booking nor a message',
} as const;

/** The end of a demo: job, fields, stages, recording. */
export const summary = (report: CallReport): string => {
  const { call, grade, result } = report;
  const wrong = grade.fields.filter(({ verdict }) => verdict !== 'right');
  const gaps = result.turns.map((turn) => turn.voiceToVoiceMs);
  return [
    '',
    ...jobLines(call, call.job?.visit?.hasGateCode ?? false),
    ...call.tasks.map((task) => `Task ${task.kind}: ${task.reason} ${task.phone ?? ''}`.trimEnd()),
    '',
    `Outcome: ${ENDINGS[grade.ending]}.`,
    ...wrong.map(
      ({ field, expected, stored, verdict }) =>
        `  ${field}: said ${expected}, stored ${stored} (${verdict.replaceAll('_', ' ')})`,
    ),
    '',
    'Latency of every turn, ms (from the end of the caller\'s speech; "by ear": at the caller\'s RTP):',
    timingTable(call.timings, gaps),
    '',
    `Recording, both channels: ${report.recording ?? 'none'}`,
  ].join('\n');
};

import { describe, expect, it } from 'vitest';
import type { ExpectKind } from '#shared/link/expectation.ts';
import { endpointing, quietState, type EndpointingOutput, type EndpointingState } from './endpointing.ts';

/** One character a frame: `x` voice, `.` silence. */
const hear = (
  pattern: string,
  options: { expect?: ExpectKind; partials?: Record<number, string>; state?: EndpointingState; at?: number } = {},
): { outputs: (EndpointingOutput & { at: number })[]; state: EndpointingState } => {
  let state = options.state ?? quietState(options.expect);
  const outputs: (EndpointingOutput & { at: number })[] = [];
  [...pattern].forEach((mark, i) => {
    const text = options.partials?.[i];
    if (text !== undefined) state = endpointing(state, { kind: 'partial', text }).state;
    const atMs = (options.at ?? 0) + i * 20;
    const step = endpointing(state, { kind: 'frame', voiced: mark === 'x', atMs });
    state = step.state;
    if (step.output !== null) outputs.push({ ...step.output, at: atMs + 20 });
  });
  return { outputs, state };
};

const quiet = (ms: number): string => '.'.repeat(ms / 20);
const voice = (ms: number): string => 'x'.repeat(ms / 20);

describe('the start of speech', () => {
  it('is told after 60 ms of voice, with 300 ms kept from before it', () => {
    const { outputs } = hear(quiet(1000) + voice(60));
    expect(outputs).toEqual([{ kind: 'speech.start', startMs: 1000, fromMs: 700, at: 1060 }]);
  });

  it('is not told for a click', () => {
    expect(hear(`${quiet(200)}xx${quiet(200)}x..x..${quiet(200)}`).outputs).toEqual([]);
  });

  it('keeps nothing that belonged to the utterance before', () => {
    const { outputs } = hear(voice(200) + quiet(460) + voice(100), { expect: 'yes_no' });
    const second = outputs.filter((output) => output.kind === 'speech.start')[1];
    expect(second?.fromMs).toBe(660);
  });
});

describe('the end of a turn', () => {
  const cases: { expect: ExpectKind; partial: string; waits: number }[] = [
    { expect: 'yes_no', partial: 'yes', waits: 360 },
    { expect: 'yes_no', partial: 'no', waits: 460 },
    { expect: 'yes_no', partial: 'no that is not', waits: 360 },
    { expect: 'yes_no', partial: 'yes but the', waits: 800 },
    { expect: 'choice', partial: 'tonight', waits: 560 },
    { expect: 'open', partial: '', waits: 660 },
    { expect: 'open', partial: 'my furnace is making a loud noise', waits: 400 },
    { expect: 'open', partial: 'it started leaking from the', waits: 1000 },
    { expect: 'name', partial: 'Sarah Miller', waits: 500 },
    { expect: 'name', partial: 'it is Sarah', waits: 700 },
    { expect: 'name', partial: 'my name is', waits: 1100 },
    { expect: 'name', partial: 'Sarah Miller m i l', waits: 1100 },
    { expect: 'spelling', partial: 'm i l', waits: 1200 },
    { expect: 'phone', partial: '', waits: 1300 },
    { expect: 'phone', partial: 'I do not have it with me', waits: 1300 },
    { expect: 'phone', partial: 'five five five one two three', waits: 2200 },
    { expect: 'phone', partial: 'five five five one two three oh', waits: 1300 },
    { expect: 'phone', partial: 'five five five one two three oh oh double oh', waits: 360 },
    { expect: 'phone', partial: 'one five five five one two three oh one four', waits: 2200 },
    { expect: 'phone', partial: 'nine three seven no nine three eight five five five', waits: 2200 },
    { expect: 'address', partial: '123', waits: 1300 },
    { expect: 'address', partial: '123 oak street', waits: 900 },
    { expect: 'address', partial: '123 oak street in', waits: 1300 },
    { expect: 'address', partial: 'one twenty three oak street springfield', waits: 600 },
    { expect: 'address', partial: '123 oak street apartment', waits: 1300 },
    { expect: 'address', partial: '123 oak street four five five oh three', waits: 600 },
  ];
  it.each(cases)('after "$partial" for $expect comes after $waits ms of silence', (one) => {
    const { outputs } = hear(voice(600) + quiet(3000), { expect: one.expect, partials: { 20: one.partial } });
    const end = outputs.find((output) => output.kind === 'speech.end');
    expect(end).toMatchObject({ startMs: 0, endMs: 600, voicedMs: 600, reason: 'silence' });
    expect(end?.at).toBe(600 + one.waits);
  });

  it('is not told at a pause shorter than the limit', () => {
    const { outputs } = hear(voice(300) + quiet(600) + voice(300) + quiet(2000), { expect: 'address' });
    expect(outputs.map((output) => output.kind)).toEqual(['speech.start', 'speech.end']);
    expect(outputs[1]).toMatchObject({ endMs: 1200, voicedMs: 600 });
  });

  it('waits longer for a caller who pauses between the groups of a number', () => {
    const groups = (pauseMs: number): string => [300, 300, 400].map(voice).join(quiet(pauseMs));
    const partials = { 10: 'nine three seven' };
    for (const pauseMs of [1000, 1400, 1800]) {
      const { outputs } = hear(groups(pauseMs) + quiet(3000), { expect: 'phone', partials });
      expect(outputs.map((output) => output.kind)).toEqual(['speech.start', 'speech.end']);
    }
  });

  it('learns how long this caller pauses', () => {
    const spelled = voice(300) + quiet(1100) + voice(300) + quiet(1400) + voice(300) + quiet(3000);
    const { outputs } = hear(spelled, { expect: 'spelling', partials: { 10: 'm i' } });
    expect(outputs.map((output) => output.kind)).toEqual(['speech.start', 'speech.end']);
    expect(hear(voice(300) + quiet(1400), { expect: 'spelling' }).outputs).toHaveLength(2);
  });

  it.each([
    { partial: 'Sarah', over: true, waits: 500 },
    { partial: 'Sarah', over: false, waits: 1100 },
    { partial: 'Sarah Miller', over: false, waits: 700 },
    { partial: '', over: true, waits: 500 },
  ])('goes by the sound where the words leave it open: $partial, over: $over', ({ partial, over, waits }) => {
    const spoken = hear(voice(600), { expect: 'name', partials: { 20: partial } });
    const judged = endpointing(spoken.state, { kind: 'sounds', over, voicedMs: 600 }).state;
    expect(hear(quiet(3000), { state: judged, at: 600 }).outputs[0]?.at).toBe(600 + waits);
  });

  it('forgets what the sound told once the caller speaks on, and never asks it about digits', () => {
    const spoken = hear(voice(600), { expect: 'name', partials: { 20: 'Sarah' } });
    const judged = endpointing(spoken.state, { kind: 'sounds', over: true, voicedMs: 600 }).state;
    const { outputs } = hear(quiet(300) + voice(200) + quiet(3000), { state: judged, at: 600 });
    expect(outputs.map(({ at }) => at)).toEqual([1100 + 700]);
    const digits = hear(voice(600), { expect: 'phone', partials: { 20: 'five five five' } });
    const group = endpointing(digits.state, { kind: 'sounds', over: true, voicedMs: 600 }).state;
    expect(hear(quiet(2000), { state: group, at: 600 }).outputs).toEqual([]);
  });

  it('comes at once after 30 s, and the talk goes on as another utterance without a gap', () => {
    const { outputs } = hear(voice(31_000) + quiet(1000));
    expect(outputs.map((output) => output.kind)).toEqual(['speech.start', 'speech.end', 'speech.start', 'speech.end']);
    expect(outputs[1]).toMatchObject({ reason: 'cap', at: 30_000 });
    expect(outputs[2]).toMatchObject({ fromMs: 30_000 });
  });

  it('goes by what is expected now, even when that changed in mid-speech', () => {
    const first = hear(voice(300), { expect: 'spelling' });
    const changed = endpointing(first.state, { kind: 'expect', expect: 'yes_no' }).state;
    const { outputs } = hear(quiet(2000), { state: changed, at: 300 });
    expect(outputs[0]?.at).toBe(760);
  });
});

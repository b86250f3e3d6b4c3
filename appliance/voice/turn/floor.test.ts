import { describe, expect, it } from 'vitest';
import { floor, idleFloor, type FloorInput, type FloorOutput, type FloorState } from './floor.ts';

const run = (inputs: FloorInput[], from: FloorState = idleFloor): { state: FloorState; outputs: FloorOutput[] } => {
  let state = from;
  const outputs: FloorOutput[] = [];
  for (const input of inputs) {
    const step = floor(state, input);
    state = step.state;
    if (step.output !== null) outputs.push(step.output);
  }
  return { state, outputs };
};

const say = (interruptible = true, expected: 'open' | 'yes_no' = 'open'): FloorInput[] => [
  { kind: 'say.begin', say: { id: 's1', interruptible, expect: expected }, atMs: 0 },
  { kind: 'say.played', id: 's1', heardMs: 900 },
];
const speaks = (atMs: number): FloorInput => ({ kind: 'speech.start', atMs });
const ends = (atMs: number, voicedMs: number): FloorInput => ({ kind: 'speech.end', atMs, voicedMs });
const words = (text: string, atMs: number, final = false): FloorInput => ({ kind: 'words', text, final, atMs });

describe('the floor', () => {
  const cases: { name: string; inputs: FloorInput[]; outputs: FloorOutput['kind'][]; state: FloorState['kind'] }[] = [
    {
      name: 'pauses at once when the caller speaks',
      inputs: [...say(), speaks(1000)],
      outputs: ['pause'],
      state: 'paused',
    },
    {
      name: 'resumes after a cough',
      inputs: [...say(), speaks(1000), ends(1800, 200)],
      outputs: ['pause', 'resume'],
      state: 'speaking',
    },
    {
      name: 'resumes after mm-hm',
      inputs: [...say(), speaks(1000), words('mm-hm', 1300), ends(1900, 500)],
      outputs: ['pause', 'resume'],
      state: 'speaking',
    },
    {
      name: 'stops at the first real words',
      inputs: [...say(), speaks(1000), words('no wait', 1400)],
      outputs: ['pause', 'stop'],
      state: 'listening',
    },
    {
      name: 'waits for the next word when the first may yet be a hum',
      inputs: [...say(), speaks(1000), words('him', 1300), words('so', 1400)],
      outputs: ['pause'],
      state: 'paused',
    },
    {
      name: 'stops when the only word was none of listening after all',
      inputs: [...say(), speaks(1000), words('tomorrow', 1300), ends(1900, 500), words('tomorrow', 1950, true)],
      outputs: ['pause', 'stop'],
      state: 'idle',
    },
    {
      name: 'takes yeah before the question for listening',
      inputs: [...say(true, 'yes_no'), speaks(1000), words('yeah', 1300), ends(1900, 500)],
      outputs: ['pause', 'resume'],
      state: 'speaking',
    },
    {
      name: 'takes yeah into the question for an answer',
      inputs: [...say(true, 'yes_no'), { kind: 'say.asks', id: 's1' }, speaks(1000), words('yeah', 1300)],
      outputs: ['pause', 'stop'],
      state: 'listening',
    },
    {
      name: 'gives way to talk that goes on before its words are known',
      inputs: [...say(), speaks(1000), { kind: 'tick', atMs: 2100 }, { kind: 'tick', atMs: 2200 }],
      outputs: ['pause', 'stop'],
      state: 'listening',
    },
    {
      name: 'waits for the words of longer sound, and resumes when there were none',
      inputs: [...say(), speaks(1000), ends(2000, 600), words('', 2300, true)],
      outputs: ['pause', 'resume'],
      state: 'speaking',
    },
    {
      name: 'resumes by itself when the words never come',
      inputs: [...say(), speaks(1000), ends(2000, 600), { kind: 'tick', atMs: 3499 }, { kind: 'tick', atMs: 3500 }],
      outputs: ['pause', 'resume'],
      state: 'speaking',
    },
    {
      name: 'stops late when a cough turns out to have been a word',
      inputs: [...say(), speaks(1000), ends(1700, 240), words('no', 1900, true)],
      outputs: ['pause', 'resume', 'stop'],
      state: 'idle',
    },
    {
      name: 'goes on over the caller when the say must be heard, and listens after it',
      inputs: [...say(false), speaks(1000), words('what is that', 1400), { kind: 'say.end', id: 's1' }],
      outputs: [],
      state: 'listening',
    },
    {
      name: 'does not begin over a talking caller',
      inputs: [speaks(1000), ...say()],
      outputs: ['pause'],
      state: 'paused',
    },
    {
      name: 'begins what must be heard even over a talking caller',
      inputs: [speaks(1000), ...say(false)],
      outputs: [],
      state: 'speaking',
    },
    {
      name: 'is idle after a say was played out',
      inputs: [...say(), { kind: 'say.end', id: 's1' }],
      outputs: [],
      state: 'idle',
    },
    {
      name: 'listens to a caller and is idle after the turn',
      inputs: [speaks(5), ends(900, 700)],
      outputs: [],
      state: 'idle',
    },
    {
      name: 'ignores the end of another say',
      inputs: [...say(), { kind: 'say.end', id: 's0' }],
      outputs: [],
      state: 'speaking',
    },
  ];
  it.each(cases)('$name', ({ inputs, outputs, state }) => {
    const result = run(inputs);
    expect(result.outputs.map((output) => output.kind)).toEqual(outputs);
    expect(result.state.kind).toBe(state);
  });

  it('tells how much of the say was heard when it stops it', () => {
    const { outputs } = run([...say(), speaks(1000), words('hold on a second', 1400)]);
    expect(outputs.at(-1)).toEqual({ kind: 'stop', id: 's1', heardMs: 900 });
  });
});

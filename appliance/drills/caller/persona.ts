import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { LineCounter, parseDocument } from 'yaml';
import { PilotError } from '#shared/errors.ts';

const strict = { additionalProperties: false } as const;
const words = Type.String({ minLength: 1 });

/**
 * Which of the windows on offer the caller takes. `offered` by its place in the list; `hours` by the day and the hours
 * (24-hour clock), asked for when they are not offered; `part` any window in that part of that day.
 */
export const WindowWish = Type.Union([
  Type.Object({ kind: Type.Literal('offered'), index: Type.Integer({ minimum: 0, maximum: 1 }) }, strict),
  Type.Object(
    {
      kind: Type.Literal('hours'),
      day: Type.Union([Type.Literal('today'), Type.Literal('tomorrow')]),
      from: Type.Integer({ minimum: 0, maximum: 24 }),
      to: Type.Integer({ minimum: 0, maximum: 24 }),
    },
    strict,
  ),
  Type.Object(
    {
      kind: Type.Literal('part'),
      day: Type.Union([Type.Literal('today'), Type.Literal('tomorrow')]),
      part: Type.Union([Type.Literal('morning'), Type.Literal('afternoon'), Type.Literal('evening')]),
    },
    strict,
  ),
]);
export type WindowWish = Static<typeof WindowWish>;

/** One invented caller: who they are, what is broken, what they want, and with which voice they say it. */
export const Persona = Type.Object(
  {
    name: Type.Object({ first: words, last: words }, strict),
    /** Ten digits, as the caller gives them. */
    phone: Type.String({ pattern: '^\\d{10}$' }),
    /** The number the network shows: the same one, another, or none. */
    callerId: Type.Union([Type.Literal('same'), Type.Literal('withheld'), Type.String({ pattern: '^\\d{10}$' })]),
    address: Type.Object(
      {
        houseNumber: Type.String({ pattern: '^\\d{1,5}$' }),
        /** With its suffix: `Oak Street`. */
        street: words,
        city: words,
        /** The state's name and its two letters. */
        state: words,
        stateCode: Type.String({ pattern: '^[A-Z]{2}$' }),
        zip: Type.Union([Type.String({ pattern: '^\\d{5}$' }), Type.Null()]),
      },
      strict,
    ),
    problem: Type.Object(
      {
        /** The service type a person at the desk would file this under, by the playbook's code. */
        serviceType: words,
        /** What the caller says first. */
        opening: words,
        /** Word stems that must stand in the stored problem or its details. */
        details: Type.Array(words),
        /** The answer to the question about smells, smoke and sparks. */
        danger: words,
        /** Answers to follow-up questions: when the question holds `ask`, the caller says `say`. */
        answers: Type.Array(Type.Object({ ask: words, say: words }, strict)),
      },
      strict,
    ),
    window: WindowWish,
    /** Takes a visit outside opening hours when there is a choice. */
    afterHours: Type.Boolean(),
    gateCode: Type.Union([Type.String({ pattern: '^\\d{3,6}$' }), Type.Null()]),
    pets: Type.Union([words, Type.Null()]),
    voice: Type.Object(
      {
        variant: Type.String({ pattern: '^[a-z]{2}(-[a-z]+)*(\\+[a-zA-Z0-9]+)?$' }),
        wordsPerMinute: Type.Integer({ minimum: 100, maximum: 220 }),
      },
      strict,
    ),
    /** The shop's wall clock when the call comes in: `2026-11-23T20:10`, in `zone`. */
    clock: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d$' }),
    zone: words,
  },
  strict,
);
export type Persona = Static<typeof Persona>;

/**
 * Reads a caller from YAML.
 * @param file the file's name, for errors
 * @throws PilotError `caller_invalid` naming the place
 */
export const parsePersona = (text: string, file: string): Persona => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fail = (offset: number, message: string): never => {
    const { line, col } = lines.linePos(offset);
    throw new PilotError('caller_invalid', `${file}:${line}:${col}: ${message}`, {
      fix: 'Compare it with demo/callers/default.yaml.',
    });
  };
  const syntax = document.errors[0];
  if (syntax) fail(syntax.pos[0], syntax.message);
  const value: unknown = document.toJS();
  if (Value.Check(Persona, value)) return value;
  const [error] = Value.Errors(Persona, value);
  const path = error?.instancePath.split('/').slice(1) ?? [];
  const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
  return fail(node?.range?.[0] ?? 0, `${path.join('.') || 'the caller'}: ${error?.message ?? 'not a caller'}`);
};

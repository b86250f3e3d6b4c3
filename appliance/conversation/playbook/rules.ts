import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false, default: {} } as const;
const literals = <const T extends readonly string[]>(values: T, options: { default?: T[number] } = {}) =>
  Type.Unsafe<T[number]>(
    Type.Union(
      values.map((v) => Type.Literal(v)),
      options,
    ),
  );
const oneOf = <const T extends readonly string[]>(values: T, standard: T[number]) =>
  literals(values, { default: standard });
const weight = (standard: number) => Type.Number({ minimum: 0, maximum: 1, default: standard });

/** What makes a call worth more of our effort. Each factor is 0 to 1; the weights sum to 1. */
export const QualificationFactors = Type.Object(
  {
    in_area: weight(0.25),
    service_offered: weight(0.25),
    /** The caller decides and pays: owner or landlord, not a tenant or a neighbour. */
    decision_maker: weight(0.15),
    urgency: weight(0.15),
    ticket_size: weight(0.1),
    /** Holds the shop's maintenance plan. */
    member: weight(0.1),
  },
  strict,
);
export type QualificationFactors = Static<typeof QualificationFactors>;

export const Qualification = Type.Object(
  {
    factors: QualificationFactors,
    /** From this sum of weight times factor on, a call counts as qualified. */
    threshold: Type.Number({ minimum: 0, maximum: 1, default: 0.7 }),
    /** Work that may cost this many service fees counts as a full ticket. */
    ticketFullFees: Type.Number({ minimum: 1, maximum: 100, default: 6 }),
  },
  strict,
);
export type Qualification = Static<typeof Qualification>;

/** Parts of a call that a premium voice may speak. The greeting, safety and hand-over speak from the box alone. */
export const PREMIUM_PHASES = [
  'intake',
  'identity',
  'address',
  'quote',
  'scheduling',
  'access',
  'booking',
  'wrap_up',
  'message',
] as const;

export const VoiceRules = Type.Object(
  {
    premium: Type.Object(
      {
        /** Least qualification of a call whose answers a premium voice may speak, where one is configured. */
        threshold: Type.Number({ minimum: 0, maximum: 1, default: 0.7 }),
        phases: Type.Array(literals(PREMIUM_PHASES), {
          uniqueItems: true,
          default: ['quote', 'scheduling', 'access', 'booking', 'wrap_up'],
        }),
      },
      strict,
    ),
  },
  strict,
);
export type VoiceRules = Static<typeof VoiceRules>;

/** Why a conversation may end in a message instead of a booking, where a person would help more. */
export const TRANSFER_REASONS = [
  'complaint',
  'not_understood',
  'fee_not_agreed',
  'no_window',
  'no_window_chosen',
  'booking_failed',
  'billing',
] as const;

/** When a person is offered who was not asked for. Who asks for one always gets an attempt. */
export const TransferRules = Type.Object(
  {
    offerFor: Type.Array(literals(TRANSFER_REASONS), {
      uniqueItems: true,
      default: ['complaint', 'not_understood', 'booking_failed'],
    }),
  },
  strict,
);
export type TransferRules = Static<typeof TransferRules>;

/** Rules of the shop's state, with the safe choice where it says nothing. */
export const StateRules = Type.Object(
  {
    /** Spoken when a caller asks; some states want it on every offer. */
    licenceNumber: Type.Union([Type.String({ minLength: 3, maxLength: 40 }), Type.Null()], { default: null }),
    /**
     * When the fee is told. California wants it told when the customer calls about a small repair (B&P 7159.14): then
     * before any name or number is asked for.
     */
    feeTold: oneOf(['before_booking', 'on_call_for_small_repairs'], 'before_booking'),
    /** One service fee for a repair, however often we have to come for it. */
    oneFee: Type.Boolean({ default: true }),
    /** `strictest`: installations also keep to the lesser of 10 % or $1,000; `law`: the state's cap alone. */
    depositCap: oneOf(['strictest', 'law'], 'strictest'),
    /** When the caller is told of the right to cancel (FTC, 16 CFR 429; stricter in some states). */
    cancellationNotice: oneOf(['beyond_request', 'always'], 'beyond_request'),
    /**
     * What is said of the whole price, which only a visit can tell. `fees_and_drivers` also names what drives it and that
     * it varies (Colorado).
     */
    totalPrice: oneOf(['fee_then_on_site', 'fees_and_drivers'], 'fee_then_on_site'),
    /** Words that no answer of this book may hold: each would promise what a shop may not. */
    wordsOff: Type.Array(Type.String({ minLength: 2, maxLength: 40 }), {
      default: ['free', 'licensed', 'guaranteed', 'guarantee', 'cheapest', 'tax credit', 'insurance will pay'],
    }),
  },
  strict,
);
export type StateRules = Static<typeof StateRules>;

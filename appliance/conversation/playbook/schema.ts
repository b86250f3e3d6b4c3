import { Type, type Static } from 'typebox';
import { CrossSell, Survey } from './sales.ts';
import { Qualification, StateRules, TransferRules, VoiceRules } from './rules.ts';

const Text = Type.String({ minLength: 1, maxLength: 600 });
const Phrase = Type.String({ minLength: 2, maxLength: 120 });
const Code = Type.String({ pattern: '^[a-z][a-z0-9_]{1,40}$' });
const oneOf = <const T extends readonly string[]>(values: T) =>
  Type.Union(values.map((v) => Type.Literal(v as T[number])));

/** A sentence that we say as it stands. It holds no amount; `{shop}` and `{licence}` are filled in. */
const Answer = Type.String({ minLength: 8, maxLength: 240 });

export const Trade = oneOf(['hvac', 'plumbing', 'electrical']);
export type Trade = Static<typeof Trade>;

/** How the price of a service type may be told by phone; the amounts themselves are rows of the shop's price book. */
export const PriceRule = oneOf(['diagnosis', 'fixed', 'from', 'estimate']);
export type PriceRule = Static<typeof PriceRule>;

/** What the caller may be asked before the visit is booked; the wording belongs to the language folder. */
export const AskCode = Code;

/** One reason why we come. `code` is what the price book, the schedule and the reading name it by. */
export const ServiceType = Type.Object(
  {
    code: Code,
    /** For screens: `No cooling`. */
    name: Text,
    /** Fits into "I understand: ...": `your air conditioning is not cooling`. */
    spoken: Text,
    trade: Type.Optional(Trade),
    /**
     * What callers say, mishearings included. A phrase is heard when all its words stand in one clause, in any order;
     * `<ac>` stands for any wording of that concept of the language's lexicon.
     */
    heardAs: Type.Array(Phrase, { minItems: 1, maxItems: 80 }),
    urgency: oneOf(['emergency', 'urgent', 'routine']),
    /** On-site minutes: half of the visits are shorter than `typical`, nine in ten shorter than `long`. */
    minutes: Type.Object(
      { typical: Type.Integer({ minimum: 5, maximum: 2880 }), long: Type.Integer({ minimum: 5, maximum: 2880 }) },
      { additionalProperties: false },
    ),
    ask: Type.Array(AskCode, { maxItems: 8 }),
    price: PriceRule,
    /** What the caller can safely do until we come: said at once in an emergency, else with the booking. */
    advice: Type.Array(Answer, { maxItems: 3, default: [] }),
  },
  { additionalProperties: false },
);
export type ServiceType = Static<typeof ServiceType>;

/** Phrases that settle how fast we must be, beside the life-safety rules, which are fixed in the language folder. */
export const UrgencyPhrases = Type.Object(
  { heardAs: Type.Array(Phrase, { minItems: 1, maxItems: 80 }), serviceType: Type.Optional(Code) },
  { additionalProperties: false },
);
export type UrgencyPhrases = Static<typeof UrgencyPhrases>;

/** Something callers ask or object, and what we say to it; then our own question is asked again. */
export const Topic = Type.Object(
  {
    code: Code,
    heardAs: Type.Array(Phrase, { minItems: 1, maxItems: 40 }),
    /** A sentence with `{licence}` is left out while the shop has given no number. */
    answer: Type.Array(Answer, { minItems: 1, maxItems: 3 }),
  },
  { additionalProperties: false },
);
export type Topic = Static<typeof Topic>;

/** Outdoor temperatures, degrees Fahrenheit, at which no heat or no cooling becomes an emergency. */
export const Thresholds = Type.Object(
  {
    heatAtOrBelowF: Type.Number({ default: 40 }),
    heatVulnerableAtOrBelowF: Type.Number({ default: 60 }),
    heatIndoorBelowF: Type.Number({ default: 60 }),
    coolAtOrAboveF: Type.Number({ default: 85 }),
    coolVulnerableAtOrAboveF: Type.Number({ default: 80 }),
    coolIndoorAtOrAboveF: Type.Number({ default: 90 }),
  },
  { additionalProperties: false, default: {} },
);
export type Thresholds = Static<typeof Thresholds>;

/** What the box says about itself. `{shop}` stands for the shop's name; nothing else is replaced. */
export const PlaybookTexts = Type.Object(
  { greeting: Text, disclosure: Text, recordingNotice: Text, emergencyAdvice: Text },
  { additionalProperties: false },
);

/** How the box listens and talks in one trade. It holds no amount, no person and no opening hour. */
export const Playbook = Type.Object(
  {
    id: Code,
    trades: Type.Array(Trade, { minItems: 1, maxItems: 3 }),
    texts: PlaybookTexts,
    thresholds: Thresholds,
    serviceTypes: Type.Array(ServiceType, { minItems: 1 }),
    emergencies: Type.Array(UrgencyPhrases),
    urgents: Type.Array(UrgencyPhrases),
    /** Phrases that sound alarming and are not: they undo an emergency heard by phrase, never a life-safety rule. */
    notEmergencies: Type.Array(Phrase),
    objections: Type.Array(Topic, { default: [] }),
    faq: Type.Array(Topic, { default: [] }),
    /** What holds for a visit that is called off, or where nobody is met. */
    policies: Type.Object(
      { cancellation: Type.Optional(Topic), noShow: Type.Optional(Topic) },
      { additionalProperties: false, default: {} },
    ),
    /** The caller is asked for an e-mail address; one that is offered is kept anyway. */
    askEmail: Type.Optional(Type.Boolean()),
    qualification: Qualification,
    voice: VoiceRules,
    transfer: TransferRules,
    rules: StateRules,
    crossSell: CrossSell,
    survey: Survey,
  },
  { additionalProperties: false },
);
export type Playbook = Static<typeof Playbook>;

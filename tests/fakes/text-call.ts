import { readFileSync } from 'node:fs';
import type { DecideContext } from '#conversation/decide/context.ts';
import { mergePlaybooks, parsePlaybook } from '#conversation/playbook/parse.ts';
import type { CrossSell, Survey } from '#conversation/playbook/sales.ts';
import type { StateRules } from '#conversation/playbook/rules.ts';
import type { ModelReading } from '#conversation/read/model/reading.ts';
import { createReader } from '#conversation/read/reader.ts';
import type { Outbound } from '#conversation/state/outbound.ts';
import type { EarlierCall } from '#conversation/state/resume.ts';
import { newCall, type CallState } from '#conversation/state/state.ts';
import { takeTurn } from '#conversation/turn.ts';
import { withhold, withholdGrowing, type Secret } from '#conversation/withhold.ts';
import type { ConversationEvent, TurnOutcome } from '#conversation/turn-types.ts';
import { loadDirectory } from '#core/directory.ts';
import { createShopTools, type ShopRules, type ShopTools } from './shop-tools.ts';

type SpeechEvent = Extract<ConversationEvent, { kind: 'speech' }>;

/** A model that found nothing. */
export const NOTHING_READ: ModelReading = {
  urgency: 'routine',
  hazard: 'none',
  urgent_words: '',
  intent: 'none',
  service: 'none',
  topic: 'none',
  problem_words: '',
  name_words: '',
  address_words: '',
};

const ZONE = 'America/New_York';
/** A Monday, 20:10 in the shop's zone. */
export const EVENING = Date.parse('2026-11-23T20:10:00-05:00');
/** The same Monday, 9:00. */
export const MORNING = Date.parse('2026-11-23T09:00:00-05:00');

const book = (name: string) =>
  parsePlaybook(
    readFileSync(new URL(`../../appliance/conversation/playbooks/${name}.yaml`, import.meta.url), 'utf8'),
    `${name}.yaml`,
  );

const playbook = mergePlaybooks(['hvac', 'plumbing', 'electrical'].map(book));

/** The lists the box itself uses, for a shop in Springfield, Ohio. */
const directory = loadDirectory({
  home: { state: 'OH', zip: '45501' },
  technicians: ['Dana Whitlock', 'Will Porter'],
});

/** The reader of such calls. */
export const reader = createReader({ directory, playbook });

export interface TextCallOptions extends Partial<ShopRules> {
  readonly from?: string;
  readonly bench?: boolean;
  /** It is we who rang `from`. */
  readonly outbound?: Omit<Outbound, 'reached'>;
  /** A call from the same number that broke off before. */
  readonly earlier?: EarlierCall;
  readonly people?: readonly string[];
  /** Rules of the shop's state that differ from the safe ones. */
  readonly rules?: Partial<StateRules>;
  /** What the playbook has offered beside a visit. */
  readonly crossSell?: CrossSell;
  readonly survey?: Partial<Survey>;
}

/** A call in text on the real reader, decisions and wording, with a shop in memory. */
export class TextCall {
  readonly shop: ShopTools;
  readonly context: DecideContext;
  readonly events: ConversationEvent[] = [];
  readonly outcomes: TurnOutcome<CallState>[] = [];
  /** Codes the caller gave. */
  readonly secrets: Secret[] = [];
  state: CallState = newCall({ playbookDigest: 'test' });
  lastSay: string | null = null;
  #utterances = 0;
  #codes = 0;
  #ms = 0;

  constructor(options: TextCallOptions = {}) {
    const now = options.now ?? EVENING;
    this.shop = createShopTools({ zone: ZONE, ...options, now });
    this.context = {
      now,
      zone: ZONE,
      business: { name: 'Harbor Home Services', phone: '5555550100', state: 'OH' },
      playbook: {
        ...playbook,
        rules: { ...playbook.rules, ...options.rules },
        survey: { ...playbook.survey, ...options.survey },
        ...(options.crossSell ? { crossSell: options.crossSell } : {}),
      },
      reader,
      open: now === MORNING,
      people: options.people ?? [],
      peopleRecorded: false,
    };
  }

  async send(raw: ConversationEvent): Promise<TurnOutcome<CallState>> {
    const event = this.#withheld(raw);
    this.events.push(event);
    const outcome = await takeTurn({ state: this.state, event, context: this.context, runTool: this.shop.run });
    this.state = outcome.state;
    this.outcomes.push(outcome);
    return outcome;
  }

  /** What was said as the conversation gets it, codes kept aside. */
  #withheld(event: ConversationEvent): ConversationEvent {
    if (event.kind === 'partial') return { ...event, text: withholdGrowing(event.text, this.state) };
    if (event.kind !== 'speech') return event;
    const { now, zone } = this.context;
    const { text, secrets } = withhold(event.text, this.state, {
      known: this.secrets,
      newId: () => `code-${++this.#codes}`,
      reader,
      now,
      zone,
    });
    this.secrets.push(...secrets);
    return { ...event, text };
  }

  /** Lets the caller hear the last say to its end. */
  async hear(outcome: TurnOutcome<CallState>): Promise<TurnOutcome<CallState>> {
    if (outcome.sayId !== '') {
      this.lastSay = outcome.sayId;
      await this.send({ kind: 'heard', say: outcome.sayId, complete: true, heardText: wordsOf(outcome) });
    }
    return outcome;
  }

  async start(options: TextCallOptions = {}): Promise<TurnOutcome<CallState>> {
    return this.hear(
      await this.send({
        kind: 'started',
        from: options.from ?? '',
        bench: options.bench ?? false,
        ...(options.outbound ? { outbound: options.outbound } : {}),
        ...(options.earlier ? { earlier: options.earlier } : {}),
      }),
    );
  }

  /** What the caller says after hearing us out. */
  async say(text: string): Promise<TurnOutcome<CallState>> {
    return this.hear(await this.send(this.speech(text)));
  }

  /** The same, where a model was asked too. */
  async sayWith(
    text: string,
    reading: Partial<ModelReading> | null,
    phrase: string | null = null,
  ): Promise<TurnOutcome<CallState>> {
    const model = { reading: reading === null ? null : { ...NOTHING_READ, ...reading }, phrase };
    return this.hear(await this.send({ ...(this.speech(text) as SpeechEvent), model }));
  }

  /** A caller turn, by default one that began after our last say. */
  speech(text: string, place: { after?: string | null; during?: string | null } = {}): ConversationEvent {
    this.#utterances += 1;
    this.#ms += 4000;
    return {
      kind: 'speech',
      utterance: `u${this.#utterances}`,
      text,
      startMs: this.#ms,
      endMs: this.#ms + 1500,
      after: place.after === undefined ? this.lastSay : place.after,
      during: place.during ?? null,
    };
  }

  /** Says each line in turn; gives the last outcome. */
  async play(lines: readonly string[]): Promise<TurnOutcome<CallState>> {
    let outcome = this.outcomes.at(-1);
    for (const line of lines) outcome = await this.say(line);
    if (!outcome) throw new Error('the call has not begun');
    return outcome;
  }
}

export const wordsOf = (outcome: Pick<TurnOutcome<unknown>, 'sentences'>): string =>
  outcome.sentences.map((sentence) => sentence.text).join(' ');

/** A call that has begun. */
export const ring = async (options: TextCallOptions = {}): Promise<TextCall> => {
  const call = new TextCall(options);
  await call.start(options);
  return call;
};

import type { Playbook } from '../playbook/schema.ts';
import type { ReadContext, Reading } from '../reading.ts';
import type { Phrasebook } from '../say/phrasebook.ts';

export interface Reader {
  /** Pure: the same words in the same context give the same reading. */
  read(text: string, context: ReadContext): Reading;
}

/** The shop, as far as it is spoken of. */
export interface BusinessFacts {
  readonly name: string;
  /** Ten digits, or '' when the shop gives none. */
  readonly phone: string;
  /** Two letters: assumed for an address whose state the caller leaves out, and read back with it. */
  readonly state: string | null;
}

/** What a decision may know beside the state and the event. Everything here is passed in; decisions have no clock. */
export interface DecideContext {
  /** Business time, epoch ms. */
  readonly now: number;
  /** The shop's IANA zone. */
  readonly zone: string;
  readonly business: BusinessFacts;
  readonly playbook: Playbook;
  readonly reader: Reader;
  /** Outside, degrees Fahrenheit, where the shop knows it. */
  readonly outdoorTempF?: number;
  /** False outside opening hours. */
  readonly open: boolean;
  /** Names of those who may be rung now for a caller who asks for a person, in this order. */
  readonly people: readonly string[];
  /** Caller and person are recorded while they talk: the person is told. */
  readonly peopleRecorded: boolean;
  /** The language spoken; English when left out. */
  readonly phrasebook?: Phrasebook;
}

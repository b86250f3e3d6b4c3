/** What the premium worker is told at its start, over its pipe. */
export interface PremiumSettings {
  readonly key: string;
  readonly voice: string;
  readonly model: string;
  /** The provider's own when null. */
  readonly url: string | null;
}

/** Why a sentence was not spoken, or not to its end. */
export interface Unspoken {
  readonly message: string;
  /** The provider had begun: it may charge for it. */
  readonly taken: boolean;
  /** It will not mend by itself in seconds: the key, the quota, the voice. */
  readonly lasting: boolean;
}

/** A letter in plain text. */
export interface Letter {
  /** Fixed for one promise: the Message-ID is made of it, so that a mailbox that gets it twice can tell. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * What became of a letter. `sent`: the server took it over. `later`: it did not, trying again may help. `refused`: it
 * never will. `unknown`: the line broke after the text had begun to flow, and nobody can know.
 */
export type Delivery =
  | { readonly kind: 'sent'; readonly receipt: string }
  | { readonly kind: 'later' | 'refused' | 'unknown'; readonly reason: string };

/** Sends letters; never throws. */
export interface Mailer {
  /** The office's own address. */
  readonly office: string;
  send(letter: Letter): Promise<Delivery>;
}

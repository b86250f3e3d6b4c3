import { sendAck, sendRequest } from '../agent/send.ts';
import { makeRequest, type Fields, type Stack } from '../agent/stack.ts';
import type { AuthorizationFields, Authorizer } from '../auth/authorizer.ts';
import { headingOf, nextSequence, type Dialog } from '../dialog/dialog.ts';
import type { SipResponse } from '../parse/message.ts';

/** The requests of ours in one dialog: numbered, routed, with credentials (RFC 3261 section 12.2.1). */
export class DialogRequests {
  readonly #stack: Stack;
  readonly #authorizer: Authorizer | null;
  dialog: Dialog;
  /** Credentials of our last INVITE: its ACK carries them too (section 22.1). */
  inviteCredentials: AuthorizationFields = {};

  constructor(stack: Stack, dialog: Dialog, authorizer: Authorizer | null) {
    this.#stack = stack;
    this.dialog = dialog;
    this.#authorizer = authorizer;
  }

  /** Sends a request and waits for its final response; null when none came. Challenges are answered. */
  async ask(method: string, fields: Fields = {}, sdp?: Buffer): Promise<SipResponse | null> {
    const attempt = this.#authorizer?.begin();
    for (;;) {
      const response = await this.#once(method, fields, sdp);
      if (response?.status !== 401 && response?.status !== 407) return response;
      if (attempt?.again(response) !== true) return response;
    }
  }

  /** ACKs the far end's 2xx to our INVITE of this CSeq number: also each time it comes again. */
  confirm(number: number): void {
    const heading = headingOf(this.dialog);
    const ack = makeRequest(this.#stack.self, {
      ...this.#names(),
      method: 'ACK',
      uri: heading.uri,
      routes: heading.routes,
      cseq: number,
      fields: this.inviteCredentials,
    });
    sendAck(this.#stack, ack, heading.hop);
  }

  #once(method: string, fields: Fields, sdp?: Buffer): Promise<SipResponse | null> {
    this.dialog = nextSequence(this.dialog);
    const heading = headingOf(this.dialog);
    const number = this.dialog.localSeq;
    const credentials = this.#authorizer?.fields({ method, uri: heading.uri }) ?? {};
    if (method === 'INVITE') this.inviteCredentials = credentials;
    const request = makeRequest(this.#stack.self, {
      ...this.#names(),
      method,
      uri: heading.uri,
      routes: heading.routes,
      cseq: number,
      fields: { ...fields, ...credentials },
      sdp,
    });
    return new Promise((resolve) => {
      sendRequest(this.#stack, request, heading.hop, {
        response: (one) => {
          if (one.status < 200) return;
          if (method === 'INVITE' && one.status < 300) this.confirm(number);
          resolve(one);
        },
        failure: () => resolve(null),
      });
    });
  }

  #names(): { from: string; to: string; callId: string } {
    const { local, remote, localTag, remoteTag, callId } = this.dialog;
    return { from: `${local};tag=${localTag}`, to: remoteTag === '' ? remote : `${remote};tag=${remoteTag}`, callId };
  }
}

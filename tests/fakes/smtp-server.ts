import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

interface ReceivedMail {
  readonly to: readonly string[];
  readonly raw: string;
  readonly messageId: string;
  readonly subject: string;
}

/** What the server does to the next session; `accept` is what it does when the list is used up. */
type SmtpBehaviour =
  | { readonly kind: 'accept' }
  /** Answers the recipient with this code. */
  | { readonly kind: 'refuse'; readonly code: number }
  /** Takes the text, then ends the connection without an answer. `keep`: the letter was delivered all the same. */
  | { readonly kind: 'drop_after_text'; readonly keep: boolean }
  /** Ends the connection at the recipient. */
  | { readonly kind: 'drop_before_text' }
  /** Answers the text after this time. */
  | { readonly kind: 'delay'; readonly ms: number };

export interface FakeSmtpServer extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  sessions(): number;
  /** What happens to the next sessions, in order. */
  next(...behaviours: SmtpBehaviour[]): void;
}

const header = (raw: string, name: string): string =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'imu').exec(raw)?.[1]?.replace(/\r\n\s+/gu, ' ') ?? '';

/** A real SMTP server on a port of its own on 127.0.0.1, with faults to order. */
export const startSmtpServer = async (): Promise<FakeSmtpServer> => {
  const mails: ReceivedMail[] = [];
  const planned: SmtpBehaviour[] = [];
  const behaviours = new Map<string, SmtpBehaviour>();
  let sessions = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onConnect(session, done) {
      sessions++;
      behaviours.set(session.id, planned.shift() ?? { kind: 'accept' });
      done();
    },
    onRcptTo(_address, session, done) {
      const behaviour = behaviours.get(session.id);
      if (behaviour?.kind === 'drop_before_text') {
        cut(session.id);
        return;
      }
      if (behaviour?.kind === 'refuse') {
        done(Object.assign(new Error('not now'), { responseCode: behaviour.code }));
        return;
      }
      done();
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const behaviour = behaviours.get(session.id) ?? { kind: 'accept' };
        const raw = Buffer.concat(chunks).toString('utf8');
        const mail = {
          to: session.envelope.rcptTo.map((recipient) => recipient.address),
          raw,
          messageId: header(raw, 'Message-ID'),
          subject: header(raw, 'Subject'),
        };
        if (behaviour.kind === 'drop_after_text') {
          if (behaviour.keep) mails.push(mail);
          cut(session.id);
          return;
        }
        mails.push(mail);
        if (behaviour.kind === 'delay') setTimeout(done, behaviour.ms);
        else done();
      });
    },
  });
  const cut = (id: string): void => {
    for (const connection of server.connections) {
      const { id: own, _socket } = connection as unknown as { id: string; _socket: { destroy(): void } };
      if (own === id) _socket.destroy();
    }
  };
  server.on('error', () => undefined);
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    sessions: () => sessions,
    next: (...behaviours_) => void planned.push(...behaviours_),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((done) => {
        server.close(() => done());
      }),
  };
};

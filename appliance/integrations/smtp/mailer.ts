import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { messageOf } from '#shared/errors.ts';
import type { Delivery, Letter, Mailer } from '#shared/mail.ts';
import { composeMessage } from './message.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first octet; otherwise STARTTLS where the server offers it. */
  readonly secure: boolean;
  readonly credentials: { readonly user: string; readonly pass: string } | null;
  readonly from: string;
  /** The office's address. */
  readonly to: string;
  readonly timeouts?: { readonly connectMs: number; readonly answerMs: number };
}

const DEFAULT_TIMEOUTS = { connectMs: 10_000, answerMs: 30_000 };

const codeOf = (error: unknown): number =>
  error instanceof Error && 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
const isLogin = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EAUTH';

/**
 * Sends over SMTP (RFC 5321), one connection a letter. The text is handed over only after the server answered DATA with
 * 354, so an error before that means certainly not sent; a line that breaks later, with no answer to the final dot,
 * leaves it unknown. A 5xx answer is final, save to a login: that is a setting a person corrects.
 */
export const createSmtpMailer = (options: SmtpOptions): Mailer => ({
  office: options.to,
  async send(letter: Letter): Promise<Delivery> {
    let flowing = false;
    try {
      const message = await composeMessage(letter, options.from, new Date());
      const receipt = await transmit(options, letter.to, message, () => (flowing = true));
      return { kind: 'sent', receipt };
    } catch (error) {
      const reason = messageOf(error);
      const code = codeOf(error);
      if (code >= 500 && !isLogin(error)) return { kind: 'refused', reason };
      return { kind: flowing && code === 0 ? 'unknown' : 'later', reason };
    }
  },
});

const transmit = async (options: SmtpOptions, to: string, message: Buffer, onFlow: () => void): Promise<string> => {
  const { connectMs, answerMs } = options.timeouts ?? DEFAULT_TIMEOUTS;
  const connection = new SMTPConnection({
    host: options.host,
    port: options.port,
    secure: options.secure,
    connectionTimeout: connectMs,
    greetingTimeout: answerMs,
    socketTimeout: answerMs,
    name: 'pilotlight',
    logger: false,
  });
  try {
    return await new Promise<string>((resolve, reject) => {
      connection.on('error', reject);
      connection.once('end', () => reject(new Error('the server closed the connection')));
      const send = (): void => {
        const body = Readable.from(
          (function* () {
            onFlow();
            yield message;
          })(),
          { objectMode: false },
        );
        connection.send({ from: addressOf(options.from), to: [addressOf(to)] }, body, (error, info) => {
          if (error) reject(error);
          else resolve(info?.response ?? '');
        });
      };
      connection.connect((error) => {
        if (error) return reject(error);
        if (options.credentials === null) return send();
        return connection.login({ credentials: options.credentials }, (refused) =>
          refused ? reject(refused) : send(),
        );
      });
    });
  } finally {
    connection.quit();
    connection.close();
  }
};

/** The bare address of `Name <address>`. */
const addressOf = (text: string): string => /<([^>]+)>/u.exec(text)?.[1] ?? text.trim();

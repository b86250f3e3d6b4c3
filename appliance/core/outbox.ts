import { createSmtpMailer } from '#integrations/smtp/mailer.ts';
import { createEmailChannel } from '#jobs/email-channel.ts';
import { type Relay, createRelay } from '#jobs/relay.ts';
import type { Log } from '#observe/log.ts';
import type { SmtpConfig } from '#shared/config/schema.ts';
import { PilotError } from '#shared/errors.ts';
import type { Desk } from './desk.ts';

const credentialsOf = ({ user, passwordEnv }: SmtpConfig): { user: string; pass: string } | null => {
  if (user === null || passwordEnv === null) return null;
  const value = process.env[passwordEnv];
  if (value === undefined) {
    throw new PilotError('config_secret', `smtp.password_env names ${passwordEnv}, which is not set`, {
      fix: `Set the environment variable ${passwordEnv}, or take the setting out.`,
    });
  }
  return { user, pass: value };
};

/**
 * Starts carrying promises out. Without an smtp section they wait and are shown as waiting.
 * @throws PilotError `config_secret`
 */
export const startOutbox = (options: { desk: Desk; smtp: SmtpConfig | null; log: Log }): Relay => {
  const { desk, smtp, log } = options;
  const channels =
    smtp === null
      ? []
      : [
          createEmailChannel(
            createSmtpMailer({
              host: smtp.host,
              port: smtp.port,
              secure: smtp.secure,
              credentials: credentialsOf(smtp),
              from: smtp.from,
              to: smtp.to,
            }),
          ),
        ];
  const relay = createRelay({ shop: desk.store, channels, clock: desk.clock, log });
  relay.start();
  return relay;
};

import { createEmailChannel } from '#jobs/email-channel.ts';
import { createRelay } from '#jobs/relay.ts';
import { createSmtpMailer } from '#integrations/smtp/mailer.ts';
import { silentLog } from '#observe/log.ts';
import { handClock, openDemoOffice } from './demo-office.ts';

/** Carries what is due, once, to the SMTP server at a port of this machine. */
const [folder = '', port = '0'] = process.argv.slice(2);
const clock = handClock();
await using office = await openDemoOffice(clock, folder);
const mailer = createSmtpMailer({
  host: '127.0.0.1',
  port: Number(port),
  secure: false,
  credentials: null,
  from: 'box@shop.test',
  to: 'office@shop.test',
});
const relay = createRelay({ shop: office.shop, channels: [createEmailChannel(mailer)], clock, log: silentLog() });
await relay.sweep();

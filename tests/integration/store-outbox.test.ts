import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSmtpServer, type FakeSmtpServer } from '#fakes/smtp-server.ts';
import { createSmtpMailer } from '#integrations/smtp/mailer.ts';
import { createEmailChannel } from '#jobs/email-channel.ts';
import { createRelay } from '#jobs/relay.ts';
import { silentLog } from '#observe/log.ts';
import { acknowledgeAlert } from '#store/escalation/acknowledge.ts';
import { createToolRunner } from '#store/tools/runner.ts';
import { bookSome, handClock, openCall, openDemoOffice, type DemoOffice } from './demo-office.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

const relayTo = (office: DemoOffice, server: FakeSmtpServer | null, clock: ReturnType<typeof handClock>) => {
  const mailer = createSmtpMailer({
    host: '127.0.0.1',
    port: server?.port ?? 1,
    secure: false,
    credentials: null,
    from: 'Pilotlight <box@shop.test>',
    to: 'office@shop.test',
    timeouts: { connectMs: 2000, answerMs: 400 },
  });
  return createRelay({
    shop: office.shop,
    channels: server === null ? [] : [createEmailChannel(mailer)],
    clock,
    log: silentLog(),
  });
};
const promised = async (office: DemoOffice) => (await office.shop.outbox.list({ limit: 50 })).items;
/** What goes by e-mail, the one channel of these tests. */
const rows = async (office: DemoOffice) => (await promised(office)).filter((row) => row.channel === 'email');

/** Told to the office alone: this shop has no ladder. */
const alert = async (office: DemoOffice): Promise<void> => {
  const callId = await openCall(office.shop, 900);
  await office.shop.transaction(async (tx) => {
    await tx.db.deleteFrom('ladder_steps').execute();
    await createToolRunner({ tx, callId })({
      name: 'alert_oncall',
      key: 'alert',
      args: { hazard: 'gas', phone: '5551230100', address: null, text: 'smells gas' },
    });
  });
};

it('waits, visibly, until a mail server is configured, and then tells the office once', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await bookSome(office.shop, 42);
  await relayTo(office, null, clock).sweep();
  expect(await rows(office)).toMatchObject([
    { kind: 'office.booked', status: 'waiting_for_configuration', attempts: 0 },
  ]);
  await alert(office);
  clock.move(31_000);
  expect(await office.shop.outbox.health(clock.now())).toEqual({
    textsWaiting: { 'visit.confirmed': 1 },
    waitingForConfiguration: 2,
    unknown: 0,
    dead: 0,
    late: 1,
  });

  const relay = relayTo(office, server, clock);
  await relay.sweep();
  await relay.sweep();
  for (const row of await rows(office)) expect(row).toMatchObject({ status: 'sent', attempts: 1, lastError: null });
  expect(await office.shop.outbox.health(clock.now())).toEqual({
    textsWaiting: { 'visit.confirmed': 1 },
    waitingForConfiguration: 1,
    unknown: 0,
    dead: 0,
    late: 0,
  });
  expect(server.mails).toHaveLength(2);
  const mail = server.mails.find((one) => one.subject.includes('J-1001'));
  expect(mail?.to).toEqual(['office@shop.test']);
  for (const part of [
    'Caller 42',
    '555-123-0042',
    '42 Elm Street, Springfield, OH',
    'AC repair',
    '$165.00',
    'outdoor unit rattling',
    'Monday, November 23',
  ]) {
    expect(mail?.raw.replace(/=\r?\n/gu, '')).toContain(part);
  }
});

it('leaves a text to the caller waiting where no channel carries texts, untried and without a task for anybody', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await bookSome(office.shop, 7);
  const relay = relayTo(office, server, clock);
  for (let hours = 0; hours < 3; hours++) {
    await relay.sweep();
    clock.move(HOUR);
  }
  expect((await promised(office)).find((row) => row.channel === 'sms')).toMatchObject({
    kind: 'visit.confirmed',
    recipient: '+15551230007',
    status: 'waiting_for_configuration',
    attempts: 0,
    lastError: null,
  });
  expect(await office.shop.tasks.open()).toEqual([]);
  expect(await office.shop.outbox.health(clock.now())).toMatchObject({
    late: 0,
    textsWaiting: { 'visit.confirmed': 1 },
  });
});

it('tries again after a refusal for now and a dropped line, and sends once', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await bookSome(office.shop, 1);
  const relay = relayTo(office, server, clock);
  server.next({ kind: 'refuse', code: 451 }, { kind: 'drop_before_text' });
  await relay.sweep();
  expect(await rows(office)).toMatchObject([{ status: 'pending', attempts: 1 }]);
  expect((await rows(office))[0]?.lastError).toContain('451');
  expect(await relay.sweep()).toBe(0);
  clock.move(HOUR);
  await relay.sweep();
  expect(await rows(office)).toMatchObject([{ status: 'pending', attempts: 2 }]);
  clock.move(HOUR);
  await relay.sweep();
  expect(await rows(office)).toMatchObject([{ status: 'sent', attempts: 3 }]);
  expect(server.mails).toHaveLength(1);
  expect(server.sessions()).toBe(3);
});

it('a final refusal is not tried again and becomes a task for a person', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await bookSome(office.shop, 1);
  const relay = relayTo(office, server, clock);
  server.next({ kind: 'refuse', code: 550 });
  await relay.sweep();
  clock.move(24 * HOUR);
  expect(await relay.sweep()).toBe(0);
  expect(await rows(office)).toMatchObject([{ status: 'dead' }]);
  expect(await office.shop.tasks.open()).toMatchObject([{ kind: 'review', reason: 'outbox_dead' }]);
});

it.each([
  ['a line that breaks after the text', { kind: 'drop_after_text', keep: true } as const],
  ['an answer that comes too late', { kind: 'delay', ms: 1500 } as const],
])('%s is parked as unknown, not sent again, and shown to a person', async (_, behaviour) => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await bookSome(office.shop, 1);
  const relay = relayTo(office, server, clock);
  server.next(behaviour);
  await relay.sweep();
  clock.move(24 * HOUR);
  expect(await relay.sweep()).toBe(0);
  expect(await rows(office)).toMatchObject([{ status: 'unknown' }]);
  expect(await office.shop.tasks.open()).toMatchObject([{ kind: 'review', reason: 'outbox_unknown' }]);
  expect(server.mails).toHaveLength(1);
});

it('an alert whose fate nobody knows is sent again, under the same Message-ID', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await alert(office);
  const relay = relayTo(office, server, clock);
  server.next({ kind: 'drop_after_text', keep: true });
  await relay.sweep();
  clock.move(3 * MINUTE);
  await relay.sweep();
  expect(await rows(office)).toMatchObject([{ kind: 'oncall.alert', status: 'sent', attempts: 2 }]);
  expect(server.mails).toHaveLength(2);
  expect(new Set(server.mails.map((mail) => mail.messageId)).size).toBe(1);
});

const relayThatDies = async (office: DemoOffice, server: FakeSmtpServer, fault: string): Promise<void> => {
  const running = spawn(
    process.execPath,
    [join(import.meta.dirname, 'relay-process.ts'), office.folder, String(server.port)],
    {
      env: { ...process.env, PILOT_FAULT: fault },
      stdio: 'ignore',
    },
  );
  const [, signal] = (await once(running, 'close')) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
};

it('a relay killed between claim and send loses nothing and sends once', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await bookSome(office.shop, 1);
  await relayThatDies(office, server, 'outbox.claimed');
  const relay = relayTo(office, server, clock);
  expect(await relay.sweep()).toBe(0);
  clock.move(HOUR);
  await relay.sweep();
  expect(await rows(office)).toMatchObject([{ status: 'sent' }]);
  expect(server.mails).toHaveLength(1);
});

it('a relay killed after the send, before it could note it, does not send again: a person looks', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await bookSome(office.shop, 1);
  await relayThatDies(office, server, 'outbox.sent');
  clock.move(HOUR);
  await relayTo(office, server, clock).sweep();
  expect(await rows(office)).toMatchObject([{ status: 'unknown' }]);
  expect(await office.shop.tasks.open()).toMatchObject([{ reason: 'outbox_unknown' }]);
  expect(server.mails).toHaveLength(1);
});

it('an alert held by a relay that died after the send goes out again', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  await alert(office);
  await relayThatDies(office, server, 'outbox.sent');
  clock.move(3 * MINUTE);
  await relayTo(office, server, clock).sweep();
  expect(await rows(office)).toMatchObject([{ status: 'sent' }]);
  expect(new Set(server.mails.map((mail) => mail.messageId)).size).toBe(1);
  expect(server.mails).toHaveLength(2);
});

it('two relays on one file send each promise once', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  for (let n = 1; n <= 12; n++) await bookSome(office.shop, n);
  const relays = [relayTo(office, server, clock), relayTo(office, server, clock)];
  for (let round = 0; round < 4; round++) await Promise.all(relays.map((relay) => relay.sweep()));
  expect((await rows(office)).every((row) => row.status === 'sent')).toBe(true);
  expect(server.mails).toHaveLength(12);
  expect(new Set(server.mails.map((mail) => mail.subject)).size).toBe(12);
});

it('a started relay carries a promise as soon as it is kicked, and stops cleanly', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  const relay = relayTo(office, server, clock);
  relay.start();
  await bookSome(office.shop, 1);
  relay.kick();
  await expect.poll(() => server.mails.length, { timeout: 5000 }).toBe(1);
  await relay.stop();
  await bookSome(office.shop, 2);
  relay.kick();
  expect(new Set((await rows(office)).map((row) => row.status))).toEqual(new Set(['pending', 'sent']));
  expect(server.mails).toHaveLength(1);
});

it('carries an alert up the ladder by mail as each step comes due, leaves what it cannot carry, and stops at an acknowledgement', async () => {
  const clock = handClock();
  await using office = await openDemoOffice(clock);
  await using server = await startSmtpServer();
  const callId = await openCall(office.shop, 900);
  await office.shop.transaction(async (tx) => {
    // A Monday morning before seven: nobody is on the rota yet, and the owner comes first.
    await tx.db.updateTable('ladder_steps').set({ email: 'partner@example.com' }).where('position', '=', 3).execute();
    await createToolRunner({ tx, callId })({
      name: 'alert_oncall',
      key: 'alert',
      args: { hazard: 'gas', phone: '5551230100', address: null, text: 'smells gas' },
    });
  });
  const relay = relayTo(office, server, clock);
  const told = async () => {
    await relay.sweep();
    return server.mails.map((mail) => mail.to.join()).toSorted();
  };
  expect(await told()).toEqual(['office@shop.test', 'owner@example.com']);
  clock.move(9 * MINUTE);
  expect(await told()).toHaveLength(2);
  clock.move(MINUTE);
  expect(await told()).toEqual(['office@shop.test', 'owner@example.com', 'partner@example.com']);
  expect(await office.shop.outbox.health(clock.now())).toMatchObject({ waitingForConfiguration: 4, late: 0, dead: 0 });
  const [alert] = await office.shop.alerts.list();
  await office.shop.transaction((tx) => acknowledgeAlert(tx, alert?.id ?? '', { who: 'Ellis', via: 'terminal' }));
  clock.move(HOUR);
  expect(await told()).toHaveLength(3);
  expect(await office.shop.outbox.health(clock.now())).toMatchObject({ waitingForConfiguration: 0 });
});

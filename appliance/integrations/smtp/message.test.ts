import { expect, it } from 'vitest';
import { composeMessage, messageIdOf } from './message.ts';

const letter = { id: '0192-abc', to: 'office@shop.test', subject: 'J-1042', text: 'Booked.\n' };
const from = 'Pilotlight <box@shop.test>';

it('gives the same letter the same Message-ID each time', async () => {
  expect(messageIdOf(letter, from)).toBe('<0192-abc@shop.test>');
  for (let i = 0; i < 2; i++) {
    expect((await composeMessage(letter, from, new Date(i))).toString()).toContain('Message-ID: <0192-abc@shop.test>');
  }
});

it('never lets what a caller said start a header', async () => {
  const mail = (
    await composeMessage({ ...letter, subject: 'Pat\r\nBcc: all@elsewhere.test\r\n\r\nbody' }, from, new Date(0))
  ).toString();
  const headers = mail.slice(0, mail.indexOf('\r\n\r\n'));
  expect(headers).not.toMatch(/^Bcc:/imu);
  expect(headers).toContain('Subject: Pat Bcc: all@elsewhere.test body');
});

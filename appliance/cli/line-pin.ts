import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { PilotError } from '#shared/errors.ts';
import { digestPin, pinFault } from '#shared/pin.ts';
import { EXIT } from './arguments.ts';

/** Reads a line without showing it. */
const askUnseen = async (question: string): Promise<string> => {
  process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: process.stdin.isTTY });
  try {
    return (await terminal.question('')).trim();
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
};

/** `pilot line pin`: the digest is printed, the PIN is kept nowhere. */
export const linePin = async (): Promise<number> => {
  const pin = await askUnseen('PIN (6 to 10 digits): ');
  const fault = pinFault(pin);
  if (fault !== null) throw new PilotError('pin_weak', fault, { fix: 'Choose another one.' });
  process.stdout.write(`owner:\n  pin: "${await digestPin(pin)}"\n`);
  process.stderr.write('Put this into pilot.yaml and restart the box.\n');
  return EXIT.ok;
};

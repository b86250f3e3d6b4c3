import { readFileSync } from 'node:fs';
import { openLog } from '#observe/log.ts';
import { messageOf, PilotError } from '#shared/errors.ts';
import { benchModel, espeakVoice } from '#voice/speech/engines.ts';
import { openSpeechToText } from '#voice/speech/stt/speech-to-text.ts';
import { openTextToSpeech } from '#voice/speech/tts/text-to-speech.ts';
import { EXIT, printHelp, readArguments, usageOf } from './arguments.ts';
import { openHandset } from '#drills/phone/handset.ts';
import { Recital, type RecitalTurn } from '#drills/phone/recital.ts';

const HELP = `usage: pilot call ADDRESS (--script FILE | --say TEXT ...) [--from NUMBER] [--voice NAME] [--wpm N] [--record FILE] [--json]

Rings a SIP address over UDP with G.711 audio and speaks a script: each line once the far end has spoken and fallen
silent. Prints what it hears, as the recognizer wrote it. The recognizer is the bench one: it understands synthesized
English about trades and nothing else. Hangs up after the answer to the last line.

  ADDRESS        like sip:box@127.0.0.1:5060, or 127.0.0.1:5060
  --script FILE  one line of speech a line of text; empty lines and lines that begin with # are left out
  --say TEXT     one line; may be given several times
  --from NUMBER  the number shown; withheld when left out
  --voice NAME   an espeak-ng voice (default en-us)   --wpm N  its speed (default 150)
  --record FILE  stereo WAV: what was heard left, what was said right
  --json         one JSON object on stdout: every turn, and how the call ended

Ends with 0 when every line was spoken, 1 when the far end did not take the call or hung up before.
`;

const usage = usageOf('call');

/** `host:port`, `user@host` and `sip:...` all name an address. */
const targetOf = (address: string): string => {
  const text = address.startsWith('sip:') ? address : `sip:${address}`;
  if (!/^sip:(?:[^@\s]+@)?[^@:\s]+(?::\d{1,5})?$/.test(text)) throw usage(`${address} is not an address`);
  return text;
};

const linesOf = (script: string | undefined, say: readonly string[]): string[] => {
  if (script === undefined) return [...say];
  try {
    const lines = readFileSync(script, 'utf8').split('\n');
    return [...lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')), ...say];
  } catch (cause) {
    throw new PilotError('usage', `pilot call: the script ${script} cannot be read: ${messageOf(cause)}`, {
      cause,
      fix: 'Give the path of a text file with one line of speech a line.',
    });
  }
};

const speedOf = (text: string | undefined): number => {
  const speed = text === undefined ? 150 : Number(text);
  if (!Number.isInteger(speed) || speed < 80 || speed > 300) throw usage(`--wpm ${text} is not between 80 and 300`);
  return speed;
};

/** `pilot call`. */
export const callCommand = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readArguments(
    'call',
    argv,
    {
      script: { type: 'string' },
      say: { type: 'string', multiple: true },
      from: { type: 'string' },
      voice: { type: 'string' },
      wpm: { type: 'string' },
      record: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
    true,
  );
  if (values.help) return printHelp(HELP);
  const [address, ...more] = positionals;
  if (address === undefined || more.length > 0) throw usage('one address is needed');
  const target = targetOf(address);
  const lines = linesOf(values.script, values.say ?? []);
  if (lines.length === 0) throw usage('nothing to say: give --script or --say');

  const log = openLog('call', process.env['PILOT_LOG'] ?? 'error');
  const voices = [espeakVoice(speedOf(values.wpm), values.voice ?? 'en-us')];
  const stt = await openSpeechToText({ engine: { model: benchModel() }, log });
  const voice = await openTextToSpeech({ voices, log });
  const host = new URL(target.replace(/^sip:/, 'http://')).hostname;
  const loopback = host === 'localhost' || host.startsWith('127.');
  const print = ({ heard, said }: RecitalTurn): void => {
    if (values.json) return;
    if (heard !== '') process.stdout.write(`heard  ${heard}\n`);
    if (said !== null) process.stdout.write(`said   ${said}\n`);
  };
  try {
    await using handset = await openHandset({
      host: loopback ? '127.0.0.1' : '0.0.0.0',
      allowed: [loopback ? '127.0.0.0/8' : host],
      log,
    });
    const call = await handset.ring({
      target,
      from: values.from ?? '',
      ...(values.record === undefined ? {} : { record: values.record }),
    });
    const recital = new Recital({ call, stt, voice, lines, onTurn: print });
    const { turns, ended, spoken } = await recital.run();
    const recording = await call.close();
    if (values.json) {
      process.stdout.write(
        `${JSON.stringify({ address: target, turns, ended, recording: recording?.path ?? null })}\n`,
      );
    } else process.stdout.write(`ended by the ${ended.by === 'local' ? 'caller' : 'far end'}\n`);
    return spoken === lines.length ? EXIT.ok : EXIT.failed;
  } finally {
    await Promise.all([stt.close(), voice.close()]);
  }
};

import { join } from 'node:path';
import { openLog } from '#observe/log.ts';
import { systemClock } from '#shared/clock.ts';
import { isPilotError, messageOf } from '#shared/errors.ts';
import { newId } from '#shared/ids.ts';
import type { LineState } from '#shared/link/messages.ts';
import { linkSocketPath } from '#shared/link/socket.ts';
import { FATAL_EXIT, announceReady, onStop, readLaunch } from '#shared/process.ts';
import { earFactory } from './calls/ear.ts';
import { VOICE_PHRASES } from './calls/phrases.ts';
import { OutboundCalls } from './calls/outbound/outbound-calls.ts';
import { MessageSpool } from './calls/spool.ts';
import { Switchboard } from './calls/switchboard.ts';
import type { Line } from './lines/line.ts';
import { LineModes } from './lines/modes.ts';
import { reception } from './lines/reception.ts';
import { dialerOf } from './lines/dialer.ts';
import { peopleOf, phonesOf } from './lines/people.ts';
import { ringOut } from './lines/ring-out.ts';
import { openSipLine } from './lines/sip.ts';
import { sipOptions } from './lines/sip-options.ts';
import { openStreamLines } from './lines/streams.ts';
import { LinkClient } from './link/client.ts';
import { openOwnerDesk } from './owner/open.ts';
import { openMedia } from './media/media.ts';
import { chooseRecognizer, chooseVoices } from './speech/choice.ts';
import { openSpeechToText } from './speech/stt/speech-to-text.ts';
import { openPremium } from './speech/premium/open.ts';
import { openTextToSpeech } from './speech/tts/text-to-speech.ts';
import { openTurnDetector } from './speech/turn/open.ts';
import { answerTraceAsk } from './trace/answer.ts';
import { KeptCalls } from './trace/kept-calls.ts';
import { traceCall } from './trace/traced-call.ts';
import { Traces } from './trace/traces.ts';

/** How long core is given to acknowledge the last events before this process ends, ms. */
const LAST_WORDS_MS = 1000;

/** Voice: the phone lines, the sound, hearing and speaking. Keeps calls up while core restarts; knows no database. */
const start = async (): Promise<void> => {
  const { config, clockOffsetMs } = readLaunch();
  const log = openLog('voice');
  const clock = systemClock(clockOffsetMs);
  const [stt, tts, media] = await Promise.all([
    openSpeechToText({ engine: chooseRecognizer(config.speech.stt.model), log }),
    openTextToSpeech({ voices: chooseVoices(config.speech.tts), log, clipFolder: join(config.dataFolder, 'clips') }),
    openMedia({ host: config.media.host, portRange: { from: config.media.ports[0], to: config.media.ports[1] }, log }),
  ]);
  const premium = config.speech.premium && openPremium(config.speech.premium, log);
  const traces = new Traces(() => clock.now(), new KeptCalls(join(config.dataFolder, 'traces'), log));
  const spool = new MessageSpool(join(config.dataFolder, 'spool'), join(config.dataFolder, 'field.key'), log);
  const modes = new LineModes(join(config.dataFolder, 'run', 'line-modes.json'), log);
  const { model: turnModel } = config.speech.turn;
  const turns = turnModel === null ? null : openTurnDetector(turnModel, log);
  const openEar = await earFactory({ stt, turns, log });
  const switchboard: Switchboard = new Switchboard({
    media,
    stt,
    tts,
    premium,
    openEar,
    people: () => people,
    ringOut: () => ring,
    link: () => link,
    spool,
    reception: reception({
      modes,
      trunks: config.sip.trunks,
      ownerPhones: config.owner.phones,
      now: () => clock.now(),
    }),
    recordings: join(config.dataFolder, 'recordings'),
    takeMessage: config.alone.takeMessage,
    owner: openOwnerDesk(config.owner, { modes, folder: join(config.dataFolder, 'run'), now: () => clock.now(), log }),
    traces,
    clock,
    log,
  });
  let lines = (): LineState[] => [];
  const link: LinkClient = new LinkClient({
    socketPath: linkSocketPath(config.dataFolder),
    bootId: newId(),
    log,
    snapshot: () => switchboard.snapshot(),
    lines: () => lines(),
    engines: () => [premium, turns].flatMap((engine) => (engine ? [engine.state] : [])),
    onCommand: (command) => switchboard.command(command),
    onAsk: (ask) => answerTraceAsk(traces, ask),
    onDial: (dial) => void outbound.dial(dial),
    onModes: (told) => modes.update(told),
    onAcknowledged: (call) => switchboard.acknowledged(call),
    onChange: (up) => log.info({ up }, 'link to core'),
  });
  switchboard.sendSpooled();
  link.start();
  const { allowed, ...sip } = sipOptions(config.sip, log);
  const line = await openSipLine(
    'main',
    { ...sip, allowed: [...allowed, ...phonesOf(config.transfer)], tap: traces },
    config.sip.trunks,
  );
  const outbound = new OutboundCalls({
    openLeg: () => media.openLeg(),
    dial: dialerOf(line.agent, config.sip.trunks, config.outbound),
    trunk: config.outbound?.trunk ?? null,
    placed: (attempt, call, sound) => traceCall(traces, attempt, call, sound),
    missed: (attempt) => traces.finished(attempt),
    answered: (answered) => switchboard.talk(answered),
    monotonic: () => clock.monotonic(),
    log,
    send: (attempt, body) => link.send(attempt, clock.now(), body),
  });
  const people = peopleOf({ agent: line.agent, media, trunks: config.sip.trunks, transfer: config.transfer });
  const ring = ringOut({ agent: line.agent, media, trunks: config.sip.trunks });
  const all: Line[] = [line, ...(await openStreamLines(config.streamLines, log))];
  lines = () => all.flatMap((one) => one.states());
  for (const one of all) switchboard.serve(one);
  media.onFailure((error) => {
    log.fatal({ err: error }, 'the sound of every call is gone: ending them and this process, to be started again');
    void switchboard
      .endAll('the box lost the sound', 'lost')
      .then(() => link.settled(LAST_WORDS_MS))
      .finally(() => process.exit(1));
    // Whatever hangs, callers must not be kept on a dead line.
    setTimeout(() => process.exit(1), 2 * LAST_WORDS_MS).unref();
  });
  onStop(async () => {
    outbound.endAll();
    await switchboard.endAll('the box is stopping');
    await Promise.all(all.map((one) => one.close()));
    await media.close();
    await Promise.all([stt.close(), tts.close(), premium?.close(), turns?.close(), link.settled(LAST_WORDS_MS)]);
    link.close();
  });
  announceReady({ sipPort: line.agent.address.port });
  log.info({ addresses: all.map(({ address }) => address) }, 'voice is ready');
  void tts
    .prewarm(VOICE_PHRASES)
    .catch((error: unknown) => log.warn({ cause: messageOf(error) }, 'clips could not be prepared'));
};

try {
  await start();
} catch (error) {
  process.stderr.write(`voice: ${messageOf(error)}\n`);
  if (isPilotError(error)) {
    if (error.fix) process.stderr.write(`What to do: ${error.fix}\n`);
    process.exit(error.retryable ? 1 : FATAL_EXIT);
  }
  throw error;
}

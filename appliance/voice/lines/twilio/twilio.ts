import { createServer, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { TwilioConfig } from '#shared/config/stream-lines.ts';
import { PilotError } from '#shared/errors.ts';
import type { LineState } from '#shared/link/messages.ts';
import type { Log } from '#observe/log.ts';
import { ExpectedCalls } from '../expected-calls.ts';
import type { Line, LineCall } from '../line.ts';
import { Listening } from '../listening.ts';
import { LiveCalls } from '../live-calls.ts';
import { lineOf } from '../trunks.ts';
import { Connection } from './connection.ts';
import { isSigned } from './signature.ts';
import { answerWebhook, mediaUrl, type AnnouncedCall } from './webhooks.ts';

/** How long Twilio has from our TwiML to the `start` of the stream, ms. */
const EXPECTED_MS = 30_000;
/** How long what became of a call is known for Twilio to ask, ms. */
const KNOWN_MS = 60_000;
/** Streams that have not begun yet. */
const STRANGERS = 20;
/** A message of Twilio's is below 1 kB. */
const MOST_OCTETS = 16_384;

export interface TwilioLine extends Line {
  readonly port: number;
}

/**
 * Opens a line on Twilio Media Streams: Twilio asks for TwiML when a number is rung, then connects the call's sound by WebSocket. It
 * listens for a reverse proxy or tunnel that ends TLS. A port that cannot be opened shows in the line's state and is tried again.
 * @throws PilotError `twilio_token_missing` naming the environment variable
 */
export const openTwilioLine = async (
  config: TwilioConfig,
  log: Log,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<TwilioLine> => {
  const authToken = environment[config.authTokenEnv] ?? '';
  if (authToken === '')
    throw new PilotError(
      'twilio_token_missing',
      `the auth token of Twilio is not set: ${config.authTokenEnv} is empty`,
      {
        fix: `Set the environment variable ${config.authTokenEnv}, or name another as auth_token_env of lines.twilio.`,
      },
    );
  const { publicUrl, fallback } = config;
  const live = new LiveCalls(config.maxCalls);
  const expected = new ExpectedCalls<AnnouncedCall>({ lastsMs: EXPECTED_MS, most: config.maxCalls });
  const ended = new ExpectedCalls({ lastsMs: KNOWN_MS, most: 1000 });
  let handler: (call: LineCall) => void = (call) => call.reject(503);
  let forged = 0;
  let fault: string | null = null;
  const now = (): number => performance.now();

  const http = createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 }, (request, response) => {
    answerWebhook(request, response, {
      publicUrl,
      authToken,
      fallback,
      expect: (token, call) => !live.full(expected.waiting(now())) && expected.add(token, call, now()),
      afterwards: (callSid) => ended.take(callSid, now())?.to ?? null,
      onForged: () => forged++,
    }).catch(() => request.socket.destroy());
  });
  http.maxConnections = config.maxCalls + STRANGERS + 50;

  const streams = new WebSocketServer({ noServer: true, maxPayload: MOST_OCTETS, perMessageDeflate: false });
  const url = mediaUrl(publicUrl);
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const isMedia = /\/media\/?$/.test(request.url ?? '');
    const signature = request.headers['x-twilio-signature'];
    if (!isMedia || !isSigned(String(signature), authToken, [url, `${url}/`])) {
      forged++;
      return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    }
    if (streams.clients.size >= config.maxCalls + STRANGERS)
      return void socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
    streams.handleUpgrade(request, socket, head, (webSocket) => {
      void new Connection(webSocket, {
        take: (token, callSid) => {
          const call = expected.take(token, now());
          return call?.callSid === callSid ? call : null;
        },
        onCall: (call) => {
          if (!live.add(call)) return false;
          fault = null;
          handler(call);
          return true;
        },
        onEnd: (callSid, away) =>
          void ended.add(callSid, { from: '', to: away === null ? '' : (away.to ?? fallback ?? '') }, now()),
        onFault: (reason) => {
          fault = reason;
          log.warn({ cause: reason }, 'Twilio sent what cannot be taken');
        },
        onDropped: (frames) => log.warn({ frames }, 'Twilio did not take all the sound in time'),
      });
    });
  });
  const listening = new Listening(http, { host: config.host, port: config.port }, log);
  await listening.open();

  const state = (): LineState => {
    const name = `line ${config.name}`;
    if (listening.fault !== null)
      return {
        name,
        ok: false,
        detail: listening.fault,
        fix: 'Stop the other program, or change port of lines.twilio.',
      };
    if (fault !== null)
      return { name, ok: false, detail: fault, fix: 'Report this with the log; callers reach the fallback number.' };
    const counts = `${live.count} calls, ${live.turnedAway} turned away, ${forged} requests not signed by Twilio`;
    return {
      name,
      ok: true,
      detail: `waits on ${config.host}:${listening.port} for ${publicUrl}; ${counts}`,
      fix: null,
    };
  };

  return {
    name: config.name,
    address: `twilio:${publicUrl}`,
    get port() {
      return listening.port;
    },
    nameOf: (call) => lineOf(config, call.to.user),
    onCall: (taker) => (handler = taker),
    states: () => [state()],
    health: () => {
      const { ok, detail } = state();
      return { ok, detail, liveCalls: live.count };
    },
    close: async () => {
      live.endAll('the box is stopping');
      for (const client of streams.clients) client.close(1001);
      http.closeIdleConnections();
      await listening.close();
    },
  };
};

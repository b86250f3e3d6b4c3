import { createServer, type Server } from 'node:http';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { readVoiceMessage, writeMessage } from '#shared/link/codec.ts';
import {
  PROTOCOL_VERSION,
  type CallSnapshot,
  type DialMessage,
  type EngineState,
  type LineState,
  type ModesMessage,
  type TraceAnswer,
  type TraceAsk,
  type VoiceMessage,
} from '#shared/link/messages.ts';
import { type CallCommand } from '#shared/link/commands.ts';
import { PilotError, messageOf } from '#shared/errors.ts';
import type { Log } from '#observe/log.ts';

type EventMessage = Extract<VoiceMessage, { type: 'event' }>;

/** One connected voice process. */
export interface VoicePeer {
  readonly bootId: string;
  acknowledge(call: string, seq: number): void;
  command(call: string, id: string, answers: number, body: CallCommand): void;
  /** `onTold` brings the answer. */
  ask(request: number, ask: TraceAsk): void;
  /** Rings somebody. */
  dial(dial: Omit<DialMessage, 'type' | 'epoch'>): void;
  /** Tells when the lines answer. */
  modes(modes: ModesMessage): void;
}

export interface LinkHandlers {
  onSnapshot(peer: VoicePeer, calls: readonly CallSnapshot[]): void;
  onEvent(peer: VoicePeer, event: EventMessage): void;
  /** How the trunks stand now. */
  onLines(peer: VoicePeer, lines: readonly LineState[]): void;
  /** How engines outside the box stand now. */
  onEngines(peer: VoicePeer, engines: readonly EngineState[]): void;
  onTold(peer: VoicePeer, request: number, answer: TraceAnswer): void;
  onLost(peer: VoicePeer): void;
}

export interface LinkServer {
  close(): Promise<void>;
}

const inUse = async (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });

/**
 * Core's end of the link, on a Unix socket that only this user can open.
 * @param epoch raised at every start of core; voice obeys the highest it has seen
 * @throws PilotError `core_running` when another core already listens there
 */
export const openLinkServer = async (
  options: { socketPath: string; epoch: number; log: Log },
  handlers: LinkHandlers,
): Promise<LinkServer> => {
  mkdirSync(dirname(options.socketPath), { recursive: true, mode: 0o700 });
  if (existsSync(options.socketPath)) {
    if (await inUse(options.socketPath)) {
      throw new PilotError('core_running', `another core already uses ${options.socketPath}`, {
        fix: 'Stop the other one first, or give this one its own data folder.',
      });
    }
    rmSync(options.socketPath, { force: true });
  }
  const http: Server = createServer((_request, response) => response.writeHead(404).end());
  const server = new WebSocketServer({ server: http, path: '/link', maxPayload: 1 << 20 });
  server.on('connection', (socket) => serve(socket, options, handlers));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.socketPath, resolve);
  });
  chmodSync(options.socketPath, 0o600);
  return {
    close: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
};

const serve = (socket: WebSocket, options: { epoch: number; log: Log }, handlers: LinkHandlers): void => {
  let peer: VoicePeer | null = null;
  const receive = (message: VoiceMessage): void => {
    if (message.type === 'hello') {
      if (!message.protocol.includes(PROTOCOL_VERSION)) {
        const text = `voice speaks protocol ${message.protocol.join(', ')}, core speaks ${PROTOCOL_VERSION}`;
        socket.send(writeMessage({ type: 'refused', code: 'protocol', message: text }));
        return socket.close();
      }
      peer = {
        bootId: message.bootId,
        acknowledge: (call, seq) => socket.send(writeMessage({ type: 'ack', call, seq })),
        ask: (request, ask) => socket.send(writeMessage({ type: 'ask', request, ask })),
        command: (call, id, answers, body) =>
          socket.send(writeMessage({ type: 'command', call, id, answers, epoch: options.epoch, body })),
        dial: (dial) => socket.send(writeMessage({ type: 'dial', epoch: options.epoch, ...dial })),
        modes: (modes) => socket.send(writeMessage(modes)),
      };
      return socket.send(writeMessage({ type: 'welcome', protocol: PROTOCOL_VERSION, epoch: options.epoch }));
    }
    if (!peer) return socket.close();
    if (message.type === 'lines') handlers.onLines(peer, message.lines);
    else if (message.type === 'engines') handlers.onEngines(peer, message.engines);
    else if (message.type === 'told') handlers.onTold(peer, message.request, message.answer);
    else if (message.type === 'snapshot') handlers.onSnapshot(peer, message.calls);
    else handlers.onEvent(peer, message);
  };
  socket.on('message', (data: Buffer) => {
    try {
      receive(readVoiceMessage(data.toString('utf8')));
    } catch (error) {
      options.log.error({ cause: messageOf(error) }, 'link message refused');
    }
  });
  socket.on('error', (error) => options.log.debug({ cause: error.message }, 'link error'));
  socket.on('close', () => {
    if (peer) handlers.onLost(peer);
  });
};

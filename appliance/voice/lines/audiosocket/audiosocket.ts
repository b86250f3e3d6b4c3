import { createServer } from 'node:net';
import type { AudioSocketConfig } from '#shared/config/stream-lines.ts';
import type { Log } from '#observe/log.ts';
import type { LineState } from '#shared/link/messages.ts';
import { peerFilter } from '../../sip/transport/peers.ts';
import { ExpectedCalls } from '../expected-calls.ts';
import type { Line, LineCall } from '../line.ts';
import { Listening } from '../listening.ts';
import { LiveCalls } from '../live-calls.ts';
import { lineOf } from '../trunks.ts';
import { announcementServer } from './announcements.ts';
import { Connection } from './connection.ts';

/** How long the PBX has from telling of a call to its connection, ms. */
const EXPECTED_MS = 30_000;
/** Connections that have not said yet which call they are. */
const STRANGERS = 20;

export interface AudioSocketLine extends Line {
  /** Ports it has: of the sound, and of the announcements. */
  readonly ports: { readonly sound: number; readonly calls: number };
}

/**
 * Opens a line on AudioSocket (Asterisk, FreePBX): the PBX tells of a call by HTTP, then connects and streams its sound. A port
 * that cannot be opened shows in the line's state and is tried again.
 * @throws PilotError `sip_peer_invalid` for an entry of `allowed`
 */
export const openAudioSocketLine = async (config: AudioSocketConfig, log: Log): Promise<AudioSocketLine> => {
  const allows = peerFilter(config.allowed);
  const live = new LiveCalls(config.maxCalls);
  const expected = new ExpectedCalls({ lastsMs: EXPECTED_MS, most: config.maxCalls });
  const connections = new Set<Connection>();
  let handler: (call: LineCall) => void = (call) => call.reject(503);
  let fault: string | null = null;

  const sound = createServer((socket) => {
    if (!allows(socket.remoteAddress ?? '')) return void socket.destroy();
    const connection = new Connection(socket, {
      take: (uuid) => expected.take(uuid, performance.now()),
      onCall: (call) => {
        if (!live.add(call)) return false;
        fault = null;
        handler(call);
        return true;
      },
      onFault: (reason) => {
        fault = reason;
        log.warn({ cause: reason }, 'a PBX sent what cannot be taken');
      },
      onDropped: (frames) => log.warn({ frames }, 'a PBX did not take all the sound in time'),
    });
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });
  sound.maxConnections = config.maxCalls + STRANGERS;
  const calls = announcementServer({
    allows,
    expect: (uuid, call) =>
      !live.full(expected.waiting(performance.now())) && expected.add(uuid, call, performance.now()),
  });
  const soundPort = new Listening(sound, { host: config.host, port: config.port }, log);
  const callsPort = new Listening(calls, { host: config.host, port: config.callsPort }, log);
  await Promise.all([soundPort.open(), callsPort.open()]);

  const state = (): LineState => {
    const name = `line ${config.name}`;
    const closed = soundPort.fault ?? callsPort.fault;
    if (closed !== null) return { name, ok: false, detail: closed, fix: PORT_FIX };
    if (fault !== null)
      return { name, ok: false, detail: fault, fix: 'Correct the dialplan of the PBX; the README has its lines.' };
    const detail = `waits for a PBX on ${config.host}:${soundPort.port}; ${live.count} calls, ${live.turnedAway} turned away`;
    return { name, ok: true, detail, fix: null };
  };

  return {
    name: config.name,
    address: `audiosocket:${config.host}:${soundPort.port}`,
    get ports() {
      return { sound: soundPort.port, calls: callsPort.port };
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
      await Promise.all([soundPort.close(), callsPort.close()]);
    },
  };
};

const PORT_FIX = 'Stop the other program on this port, or change port and calls_port of lines.audiosocket.';

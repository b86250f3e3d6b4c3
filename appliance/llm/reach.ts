import { connect } from 'node:net';

/**
 * Opens a TCP connection and closes it: a host that swallows packets is told from one that thinks long, which no HTTP client
 * of ours can do.
 * @throws Error when there is no connection within `ms`, or the signal aborts
 */
export const reach = (url: string, ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const { hostname, port, protocol } = new URL(url);
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    });
    const stop = (error: Error): void => void socket.destroy(error);
    const abort = (): void => stop(new Error('given up'));
    signal.addEventListener('abort', abort, { once: true });
    socket.setTimeout(ms, () => stop(new Error(`no connection within ${ms} ms`)));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
    socket.once('close', () => signal.removeEventListener('abort', abort));
    if (signal.aborted) abort();
  });

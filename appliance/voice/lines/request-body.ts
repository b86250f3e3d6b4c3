import type { IncomingMessage } from 'node:http';

/** The body of a request as text; null when it is longer than that. @throws when the request breaks off */
export const readBody = async (request: IncomingMessage, mostOctets: number): Promise<string | null> => {
  const pieces: Buffer[] = [];
  let octets = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    octets += piece.length;
    if (octets > mostOctets) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
};

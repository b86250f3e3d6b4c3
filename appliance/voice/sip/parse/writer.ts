import { wireName } from './header-names.ts';
import type { SipMessage } from './message.ts';

/** The bytes of a message. Content-Length is always that of the body, whatever the headers held. */
export const writeMessage = (message: SipMessage): Buffer => {
  const first =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason.replaceAll(/[\r\n]+/g, ' ')}`;
  let head = `${first}\r\n`;
  for (const [name, value] of message.headers.entries()) {
    if (name !== 'content-length') head += `${wireName(name)}: ${value}\r\n`;
  }
  head += `Content-Length: ${message.body.length}\r\n\r\n`;
  return message.body.length === 0 ? Buffer.from(head) : Buffer.concat([Buffer.from(head), message.body]);
};

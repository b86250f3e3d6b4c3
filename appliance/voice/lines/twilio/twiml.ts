/** TwiML, the XML by which Twilio is told what to do with a call (twilio.com/docs/voice/twiml). */
const document = (verbs: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${verbs}</Response>\n`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * The call's sound both ways over a WebSocket. Nothing follows: when the socket is closed Twilio asks `after` what to do. Parameters
 * of the stream come with its `start`; in the URL they would be refused (error 31922).
 */
export const connectStream = (options: {
  readonly media: string;
  readonly after: string;
  readonly token: string;
}): string =>
  document(
    `<Connect action="${escaped(options.after)}" method="POST"><Stream url="${escaped(options.media)}">` +
      `<Parameter name="token" value="${escaped(options.token)}"/></Stream></Connect>`,
  );

/** The caller is put through to this number. */
export const dial = (number: string): string => document(`<Dial>${escaped(number)}</Dial>`);

/** The caller hears the busy signal, and nobody pays for the call. Only before it was answered. */
export const BUSY: string = document('<Reject reason="busy"/>');

export const HANGUP: string = document('<Hangup/>');

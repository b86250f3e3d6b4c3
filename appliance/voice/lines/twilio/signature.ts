import { createHmac, timingSafeEqual } from 'node:crypto';

/** Fields of a form; a name may come more than once. */
export type Fields = Readonly<Record<string, readonly string[]>>;

/**
 * What Twilio puts into X-Twilio-Signature (twilio.com/docs/usage/webhooks/webhooks-security): HMAC-SHA1, keyed with the account's
 * auth token, over the exact public URL and the form's fields sorted by name, in base64.
 */
export const signatureOf = (token: string, url: string, fields: Fields = {}): string => {
  const text = Object.keys(fields)
    .toSorted()
    .flatMap((name) => [...new Set(fields[name])].toSorted().map((value) => name + value));
  return createHmac('sha1', token)
    .update(url + text.join(''), 'utf8')
    .digest('base64');
};

/** Whether a request was signed for one of these URLs, compared in constant time. */
export const isSigned = (
  given: string | undefined,
  token: string,
  urls: readonly string[],
  fields: Fields = {},
): boolean => {
  const offered = Buffer.from(given ?? '');
  return urls.some((url) => {
    const wanted = Buffer.from(signatureOf(token, url, fields));
    return wanted.length === offered.length && timingSafeEqual(wanted, offered);
  });
};

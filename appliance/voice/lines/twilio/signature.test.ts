import { describe, expect, test } from 'vitest';
import { isSigned, signatureOf } from './signature.ts';

const URL = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const fields = (number: string) => ({
  To: ['+18005551212'],
  Digits: ['1234'],
  From: [number],
  Caller: [number],
  CallSid: ['CA1234567890ABCDE'],
});

describe('X-Twilio-Signature', () => {
  // The worked example of Twilio's documentation, and the one its own libraries test with.
  test.each([
    ['+12349013030', '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
    ['+14158675309', 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
  ])('of a call from %s', (number, signature) => {
    expect(signatureOf('12345', URL, fields(number))).toBe(signature);
    expect(isSigned(signature, '12345', ['https://other.example', URL], fields(number))).toBe(true);
  });

  test('another token, URL, field or value, or none at all, is refused', () => {
    const good = signatureOf('12345', URL, fields('+14158675309'));
    expect(isSigned(good, '12346', [URL], fields('+14158675309'))).toBe(false);
    expect(isSigned(good, '12345', [`${URL}3`], fields('+14158675309'))).toBe(false);
    expect(isSigned(good, '12345', [URL], { ...fields('+14158675309'), Digits: ['12345'] })).toBe(false);
    expect(isSigned(good, '12345', [URL], { ...fields('+14158675309'), More: [''] })).toBe(false);
    expect(isSigned(undefined, '12345', [URL], fields('+14158675309'))).toBe(false);
    expect(isSigned('', '12345', [URL], fields('+14158675309'))).toBe(false);
  });

  test('a field that comes twice counts with each of its values, in their order', () => {
    const twice = { Media: ['b', 'a', 'b'] };
    expect(signatureOf('t', URL, twice)).toBe(signatureOf('t', URL, { Media: ['a', 'b'] }));
    expect(signatureOf('t', URL, twice)).not.toBe(signatureOf('t', URL, { Media: ['a'] }));
  });
});

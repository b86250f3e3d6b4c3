import { describe, expect, test } from 'vitest';
import { parseNameAddr } from './name-addr.ts';
import { parseParams, quote, splitList, unquote, writeParams } from './tokens.ts';
import { parseUri } from './uri.ts';

describe('URIs', () => {
  test.each([
    ['sip:ann@192.0.2.1', { scheme: 'sip', user: 'ann', host: '192.0.2.1', port: null }],
    ['sip:192.0.2.1:5080;lr', { user: '', host: '192.0.2.1', port: 5080 }],
    [
      'SIPS:a%40b:secret@[2001:db8::1]:5061;transport=tcp?x=y',
      { scheme: 'sips', user: 'a@b', host: '2001:db8::1', port: 5061 },
    ],
    [
      'sip:1;phone-context=x;isub=1411@host.example;user=phone',
      { user: '1;phone-context=x;isub=1411', host: 'host.example' },
    ],
    ['tel:+15551230000;ext=5', { scheme: 'tel', user: '+15551230000', host: '' }],
    ['http://x.example', { scheme: 'http', host: '' }],
  ])('%s', (text, expected) => {
    expect(parseUri(text)).toMatchObject(expected);
  });

  test.each([
    '',
    'ann',
    'sip:',
    'sip:@host',
    'sip:a b@host',
    'sip:ann@',
    'sip:ann@host:99999',
    'sip:ann@host:0',
    'tel:',
    ':x',
  ])('refuses %j', (text) => {
    expect(parseUri(text)).toBeNull();
  });

  test('a broken escape stays as it stood', () => {
    expect(parseUri('sip:50%25%zz@192.0.2.1')?.user).toBe('50%25%zz');
  });
});

describe('name-addr', () => {
  test.each([
    ['sip:a@h;tag=1', '', '1'],
    ['<sip:a@h;x=y>;tag=1', '', '1'],
    ['Ann Lee <sip:a@h> ; tag=1', 'Ann Lee', '1'],
    [String.raw`"A \\ \" <b>" <sip:a@h>;tag=1`, String.raw`A \ " <b>`, '1'],
  ])('%s', (text, display, tag) => {
    const found = parseNameAddr(text);
    expect(found?.display).toBe(display);
    expect(found?.params.get('tag')).toBe(tag);
    expect(found?.uri.user).toBe('a');
  });

  test.each(['"Ann <sip:a@h>', '<sip:a@h', '<sip:a@h> tag=1', '*', '<>', 'Ann" <sip:a@h>'])('refuses %s', (text) => {
    expect(parseNameAddr(text)).toBeNull();
  });
});

test('lists and parameters split outside quotes and brackets only', () => {
  expect(splitList('<a,b>, "c,d" ,e,,')).toEqual(['<a,b>', '"c,d"', 'e']);
  const params = parseParams(';A="x;y";b; c = d ;b=second');
  expect([...params]).toEqual([
    ['a', 'x;y'],
    ['b', null],
    ['c', 'd'],
  ]);
  expect(writeParams(params)).toBe(';a="x;y";b;c=d');
  expect(unquote(quote(String.raw`a"b\c`))).toBe(String.raw`a"b\c`);
});

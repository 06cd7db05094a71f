import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../errors/index.ts';
import { decodePem, encodePem } from './pem.ts';

const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
const pem = encodePem('PUBLIC KEY', bytes);
const decode = (text: string) => decodePem(text, ['PUBLIC KEY', 'PRIVATE KEY'], 'file');

describe('PEM', () => {
  test('behavior: roundtrip; lines have 64 characters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (content) => {
        expect(decode(encodePem('PRIVATE KEY', content))).toEqual({ label: 'PRIVATE KEY', bytes: content });
      }),
      { numRuns: 50 },
    );
    const lines = pem.split('\n');
    expect([lines[0], lines[1]?.length, lines.at(-2), lines.at(-1)]).toEqual([
      '-----BEGIN PUBLIC KEY-----',
      64,
      '-----END PUBLIC KEY-----',
      '',
    ]);
  });

  test('behavior: explanations around it, other blocks, line ends of other systems', () => {
    const other = encodePem('EC PARAMETERS', Uint8Array.of(6, 1, 1));
    expect(decode(`Key of Alice\n${other}${pem}\nend`).bytes).toEqual(bytes);
    expect(decode(pem.replaceAll('\n', '\r\n')).bytes).toEqual(bytes);
    expect(decode(pem.trimEnd()).bytes).toEqual(bytes);
  });

  test.each([
    ['nothing', '', 'has no PEM block PUBLIC KEY or PRIVATE KEY'],
    ['another label', encodePem('CERTIFICATE', bytes), 'has no PEM block'],
    ['two blocks', pem + pem, 'has more than one such PEM block'],
    ['two blocks of different labels', pem + encodePem('PRIVATE KEY', bytes), 'has more than one such PEM block'],
    ['no end', pem.slice(0, -20), 'has no end of the PEM block'],
    ['another end', pem.replace('END PUBLIC', 'END PRIVATE'), 'has no end of the PEM block'],
    ['a beginning in the middle of a line', `x${pem}`, 'has no PEM block'],
    ['no base64', pem.replace('A', '*'), 'is not base64'],
    ['a character short', pem.replace('A', ''), 'is not base64'],
    ['headers', pem.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\n\n'), 'is not base64'],
    ['an endless file', pem + ' '.repeat(70_000), 'is longer than 65536 characters'],
  ])('error: %s', (_, text, message) => {
    expect(() => decode(text)).toThrow(message);
    expect(() => decode(text)).toThrow(DecodeError);
  });
});

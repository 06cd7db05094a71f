import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Decode, utf8Encode } from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { BaseError, DecodeError, VerificationError } from '../errors/index.ts';
import { Certificate, certificateKinds, certificateUsages, secondsToInstant } from './index.ts';

interface Vectors {
  readonly valid: readonly { readonly name: string; readonly text: string; readonly id: `0x${string}` }[];
  readonly invalid: readonly { readonly name: string; readonly text: string; readonly field: string }[];
}
const vectors = JSON.parse(
  readFileSync(new URL('../../../test/vectors/certificate.json', import.meta.url), 'utf8'),
) as Vectors;

const serial = new Uint8Array(16).fill(7);
const input = {
  kind: 'device',
  subject: { name: 'station-7' },
  usages: [],
  notBefore: 0,
  notAfter: 1,
  serial,
} as const satisfies Certificate.CertificateInput;

function errorOf(run: () => unknown): BaseError {
  try {
    run();
  } catch (error) {
    if (error instanceof BaseError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('vectors', () => {
  test.each(vectors.valid)('behavior: $name', ({ text, id }) => {
    const bytes = utf8Encode(text);
    const certificate = Certificate.decode(bytes, { id });
    expect(Certificate.encode(certificate)).toEqual(bytes);
    expect(Certificate.id(certificate)).toBe(id);
  });

  test.each(vectors.invalid)('error: $name', ({ text, field }) => {
    const error = errorOf(() => Certificate.decode(utf8Encode(text)));
    expect(error).toBeInstanceOf(DecodeError);
    expect(error.field).toBe(field);
  });
});

describe('Certificate', () => {
  const certificate = fc.record({
    kind: fc.constantFrom(...certificateKinds),
    name: fc.string({ unit: fc.constantFrom(...'abcXYZ019-.,äß東京é'), minLength: 1, maxLength: 60 }),
    usages: fc.subarray([...certificateUsages]),
    times: fc.tuple(fc.nat(4_000_000_000), fc.nat(4_000_000_000)),
    required: fc.integer({ min: 1, max: 16 }),
    serial: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  });

  test('behavior: roundtrips', () => {
    fc.assert(
      fc.property(certificate, ({ kind, name, usages, times, required, serial }) => {
        const made = Certificate.from({
          kind,
          subject: { name },
          usages: usages.reverse(),
          requiredEndorsements: required,
          notBefore: Math.min(...times),
          notAfter: Math.max(...times),
          serial,
          ...(kind === 'tlsLeaves' ? { leaves: { root: sha256Hex(serial), size: required } } : {}),
        });
        expect(Certificate.decode(Certificate.encode(made), { id: Certificate.id(made) })).toEqual(made);
      }),
    );
  });

  test('behavior: a party’s id stands where the node registry reads it', () => {
    const made = Certificate.from({
      ...input,
      kind: 'party',
      subject: { name: 'ABC', party: { countryCode: 'DE', partyId: 'ABC' }, signer: `0x${'A1'.repeat(20)}` },
    });
    const text = utf8Decode(Certificate.encode(made));
    expect(text).toMatch(/"kind":"party","notAfter":"[\dTZ:-]{20}","notBefore":"[\dTZ:-]{20}"/);
    expect(text).toContain(`"party":{"countryCode":"DE","partyId":"ABC"},"signer":"0x${'a1'.repeat(20)}"}`);
    expect(Certificate.describe(made).details).toContainEqual({ label: 'OCPI id', value: 'DE*ABC' });
  });

  test('error: truncation at every byte', () => {
    const bytes = utf8Encode(vectors.valid[0]?.text as string);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => Certificate.decode(bytes.subarray(0, end))).toThrow(DecodeError);
    }
  });

  test('error: any byte changed is refused, or is a certificate with another id', () => {
    const { text, id } = vectors.valid[0] as Vectors['valid'][0];
    const bytes = utf8Encode(text);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      expect(() => Certificate.decode(changed, { id })).toThrow(VerificationError);
    }
  });

  test('error: arbitrary install: the bytes of another certificate', () => {
    const { text } = vectors.valid[0] as Vectors['valid'][0];
    const { id } = vectors.valid[1] as Vectors['valid'][0];
    expect(() => Certificate.decode(utf8Encode(text), { id })).toThrow(VerificationError);
  });

  test('error: endless data', () => {
    const error = errorOf(() => Certificate.decode(new Uint8Array(Certificate.MAX_CERTIFICATE_BYTES + 1).fill(0x20)));
    expect(error.shortMessage).toContain('65536');
  });

  test('error: whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => Certificate.decode(utf8Encode(text))).toThrow(BaseError);
      }),
    );
  });

  test('error: a hostile field name does not reach the message as it is', () => {
    const text = vectors.valid[1]?.text.replace(
      '"type"',
      `"tyoe\u001b[2J\u202e${'x'.repeat(5_000)}":1,"type"`,
    ) as string;
    const error = errorOf(() => Certificate.fromJson(JSON.parse(text.replace('\u001b', '\\u001b'))));
    expect(error.message.length).toBeLessThan(400);
    expect([...error.message].filter((c) => c !== '\n' && (c < ' ' || c === '\u202e'))).toEqual([]);
  });

  test('error: what is made has to be what can be read', () => {
    const fields: [object, string][] = [
      [{ notBefore: 2 }, 'certificate.notAfter'],
      [{ notBefore: -1 }, 'certificate.notBefore'],
      [{ notAfter: 0.5 }, 'certificate.notAfter'],
      [{ pathLength: 1 }, 'certificate.pathLength'],
      [{ certifies: ['device'] }, 'certificate.certifies'],
      [{ kind: 'tlsLeaves' }, 'certificate.leaves'],
      [{ leaves: { root: sha256Hex(serial), size: 1 } }, 'certificate.leaves'],
      [{ kind: 'tlsLeaves', leaves: { root: sha256Hex(serial), size: 0 } }, 'certificate.leaves.size'],
      [{ kind: 'tlsLeaves', leaves: { root: '0x00', size: 1 } }, 'certificate.leaves.root'],
      [{ requiredEndorsements: 0 }, 'certificate.requiredEndorsements'],
      [{ serial: new Uint8Array(15) }, 'certificate.serial'],
      [{ subject: { name: '' } }, 'certificate.subject.name'],
      [{ subject: { name: 'x', signer: '0x00' } }, 'certificate.subject.signer'],
      [{ subject: { name: 'x', party: { countryCode: 'DE', partyId: 'ABC' } } }, 'certificate.subject.party'],
      [
        { kind: 'party', subject: { name: 'x', party: { countryCode: 'de', partyId: 'ABC' } } },
        'certificate.subject.party.countryCode',
      ],
      [
        { kind: 'party', subject: { name: 'x', party: { countryCode: 'DE', partyId: 'AB-' } } },
        'certificate.subject.party.partyId',
      ],
      [{ edges: [{ type: 'replaces', certificate: '0x00' }] }, 'certificate.edges[0].certificate'],
      [{ edges: [{ type: 'extends', certificate: `0x${'00'.repeat(32)}` }] }, 'certificate.edges[0].type'],
    ];
    for (const [change, field] of fields) {
      expect(errorOf(() => Certificate.from({ ...input, ...change })).field).toBe(field);
    }
  });

  test('error: too many keys, too long a certificate', () => {
    const key = { use: 'sign', algorithm: 'ML-DSA-87', publicKey: Buffer.alloc(2_592).toString('base64url') } as const;
    const subject = { name: 'x', keys: Array(16).fill(key) };
    expect(Certificate.encode(Certificate.from({ ...input, subject })).length).toBeLessThan(65_536);
    expect(() => Certificate.from({ ...input, subject: { name: 'x', keys: Array(17).fill(key) } })).toThrow(
      DecodeError,
    );
    const signer = `0x${'11'.repeat(30_000)}` as const;
    expect(() => Certificate.from({ ...input, subject: { ...subject, signer } })).toThrow('65536 are allowed');
  });

  test('behavior: sets are sorted, names are normalized, addresses become lower case', () => {
    const made = Certificate.from({
      ...input,
      subject: { name: 'Sta\u0308tion', signer: '0x5FbDB2315678afecb367f032d93F642f64180aa3' },
      usages: ['signCertificates', 'issueKeys', 'issueKeys'],
    });
    expect(made.subject.name).toBe('Stätion');
    expect(made.usages).toEqual(['issueKeys', 'signCertificates']);
    expect(made.subject.signer).toBe('0x5fbdb2315678afecb367f032d93f642f64180aa3');
  });

  test('behavior: every second that has a name is a time, and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
        const made = Certificate.from({ ...input, notBefore: seconds, notAfter: seconds });
        expect(made.notAfter).toBe(secondsToInstant(seconds));
      }),
    );
  });

  test('behavior: is described in words, with foreign letters pointed out', () => {
    const made = Certificate.from({ ...input, subject: { name: 'Эконом 1' }, usages: ['signCertificates'] });
    const { title, details } = Certificate.describe(made);
    expect(title).toBe('device “Эконом 1”');
    expect(details).toContainEqual({ label: 'name', value: 'Эконом 1 (with Cyrillic letters)' });
    expect(details).toContainEqual({ label: 'may endorse', value: 'every kind' });
  });
});

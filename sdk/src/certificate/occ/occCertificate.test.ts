import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, BaseError, DecodeError } from '../../errors/index.ts';
import { OccCertificate, occUsages } from './index.ts';
import { draft, errorOf, now, privateKeys, publicKeys, published, signedBy, signers, text } from './occ.fixtures.ts';

const bytes = published[0] as Uint8Array;
const json = new TextDecoder().decode(bytes);
const decodeText = (source: string) => OccCertificate.decode(utf8Encode(source));
/** The error of the published certificate with this done to its text. */
const after = (from: string | RegExp, to: string) => {
  const changed = json.replace(from, to);
  expect(changed).not.toBe(json);
  return errorOf(() => decodeText(changed));
};

describe('the published certificates', () => {
  test.each(published)('behavior: byte for byte what was published, with its id', (original) => {
    const certificate = OccCertificate.decode(original);
    expect(OccCertificate.encode(certificate)).toEqual(Uint8Array.from(original));
    expect(OccCertificate.idOf(certificate)).toBe(certificate['@id']);
    expect(certificate.signatures).toHaveLength(3);
  });

  test('behavior: white space does not count', () => {
    const compact = text(OccCertificate.decode(bytes));
    expect(decodeText(compact)).toEqual(OccCertificate.decode(bytes));
    expect(decodeText(json.replaceAll('\n', '\r\n\t'))).toEqual(OccCertificate.decode(bytes));
  });
});

describe('files of several', () => {
  const list = `[${published.map((one) => new TextDecoder().decode(one)).join(',')}]`;

  test('behavior: a list, as it was published, or one alone', () => {
    const all = OccCertificate.decodeAll(utf8Encode(list));
    expect(all).toEqual(published.map((one) => OccCertificate.decode(one)));
    expect(OccCertificate.decodeAll(bytes)).toEqual([OccCertificate.decode(bytes)]);
  });

  test('error: none, too many, too long, or one of them broken', () => {
    const field = (source: string) => errorOf(() => OccCertificate.decodeAll(utf8Encode(source))).field;
    expect(field('[]')).toBe('certificates');
    expect(field(`[${Array.from({ length: 65 }, () => '{}').join(',')}]`)).toBe('certificates');
    expect(field(' '.repeat(OccCertificate.MAX_LIST_BYTES + 1))).toBe('certificates');
    expect(field(list.replace('54c6', '54C6'))).toBe('certificates[1].@id');
    expect(field('[[]]')).toBe('certificates[0]');
    expect(field('"a"')).toBe('certificates');
  });
});

describe('making one', () => {
  test('behavior: round trip, members in the order of the original', async () => {
    const certificate = await signedBy(0, 1);
    expect(OccCertificate.decode(OccCertificate.encode(certificate))).toEqual(certificate);
    const names = Object.keys(JSON.parse(text(certificate)));
    const order = '@id @context description publicKeys usages notBefore notAfter owner signatures';
    expect(names.join(' ')).toBe(order);
  });

  test('behavior: members that were put together in another order come out in that of the original', async () => {
    const { owner, ...rest } = await signedBy(0);
    const { name, ...others } = owner;
    const shuffled = { owner: { ...others, name }, ...rest };
    expect(text(shuffled)).toBe(text({ ...rest, owner }));
    expect(OccCertificate.idOf(shuffled)).toBe(rest['@id']);
  });

  test('behavior: what is left out is not written', () => {
    const least = OccCertificate.from({
      publicKeys: [publicKeys[0] as Uint8Array],
      usages: [],
      owner: { name: 'N' },
      notBefore: 0,
      notAfter: 0,
    });
    expect(Object.keys(least).join(' ')).toBe('@id @context publicKeys notBefore notAfter owner');
    expect(least.notAfter).toBe('1970-01-01T00:00:00.000Z');
  });

  test('behavior: any visible text', () => {
    const letter = fc.constantFrom(...'abcXYZ019-.,/<&\'"\\äß東京é😀');
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 1, maxLength: 60 }), (name) => {
        const made = OccCertificate.from({ ...input, owner: { name } });
        expect(OccCertificate.decode(OccCertificate.encode(made, { compact: true }))).toEqual(made);
      }),
      { numRuns: 30 },
    );
  });

  test('behavior: round trip of whatever may be left out, and the id does not see signatures', async () => {
    const word = fc.option(fc.string({ unit: fc.constantFrom(...'ab 9é'), minLength: 1, maxLength: 9 }), {
      nil: undefined,
    });
    const parts = fc.record({
      description: word,
      owner: fc.record({ name: fc.constant('N'), description: word, '@id': word, eMail: word, www: word }),
      usages: fc.subarray([...occUsages]),
      maxPathLength: fc.option(fc.nat(32_767), { nil: undefined }),
      replaces: fc.array(fc.constantFrom('ab'.repeat(32), 'cd'.repeat(32)), { maxLength: 3 }),
      keys: fc.subarray([...publicKeys], { minLength: 1 }),
      times: fc.tuple(fc.nat(253_402_300_799), fc.nat(253_402_300_799)),
    });
    await fc.assert(
      fc.asyncProperty(parts, async ({ keys, times, ...rest }) => {
        const made = OccCertificate.from({
          ...JSON.parse(JSON.stringify(rest)),
          publicKeys: keys,
          notBefore: Math.min(...times),
          notAfter: Math.max(...times),
        });
        const signed = await OccCertificate.sign(made, signers[0] as OccCertificate.OccSigner);
        expect(OccCertificate.decode(OccCertificate.encode(signed))).toEqual(signed);
        expect([made['@id'], OccCertificate.idOf(signed)]).toEqual([signed['@id'], made['@id']]);
      }),
      { numRuns: 30 },
    );
  });

  const input = {
    publicKeys: [publicKeys[0] as Uint8Array],
    usages: [],
    owner: { name: 'N' },
    notBefore: now,
    notAfter: now,
  } as const;

  test('error: keys, times and names that cannot be', () => {
    const field = (change: object) => errorOf(() => OccCertificate.from({ ...input, ...change })).field;
    expect(field({ publicKeys: [] })).toBe('certificate.publicKeys');
    expect(field({ publicKeys: [publicKeys[0]?.subarray(1)] })).toBe('publicKey');
    expect(field({ notAfter: now - 1 })).toBe('certificate.notAfter');
    expect(field({ notBefore: 1e15 })).toBe('certificate.notBefore');
    expect(field({ notBefore: -1 })).toBe('certificate.notBefore');
    expect(field({ notBefore: '2026-01-01T00:00:00Z' })).toBe('certificate.notBefore');
    expect(field({ owner: { name: '' } })).toBe('certificate.owner.name');
    expect(field({ replaces: ['00'] })).toBe('certificate.edges[0][1]');
    expect(field({ usages: ['signCertificates'], maxPathLength: -1 })).toBe('certificate.usages[0].maxPathLength');
  });

  test('error: a private key that is none does not reach the message', () => {
    const error = errorOf(() => OccCertificate.p521Signer(new Uint8Array(66).fill(0xee), { name: 'N' }));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(JSON.stringify([error.message, String(error.cause ?? '')])).not.toContain('eeee');
    expect(() => OccCertificate.p521Signer(new Uint8Array(65), { name: 'N' })).toThrow(ArgumentError);
  });

  test('error: a signer that answers with something else', async () => {
    const signer = { name: 'N', sign: async () => new Uint8Array(131) };
    await expect(OccCertificate.sign(draft, signer)).rejects.toThrow(ArgumentError);
    expect(privateKeys[0]).toHaveLength(66);
  });
});

describe('hostile text', () => {
  test('error: truncation at every byte', () => {
    const compact = utf8Encode(text(OccCertificate.decode(bytes)));
    for (let end = 0; end < compact.length; end++) {
      expect(() => OccCertificate.decode(compact.subarray(0, end)), `${end}`).toThrow(DecodeError);
    }
  });

  test('error: members in another order', () => {
    const value = JSON.parse(json);
    const sorted = Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(errorOf(() => decodeText(JSON.stringify(sorted))).shortMessage).toContain('another place');
    const [key] = value.publicKeys;
    const swapped = {
      ...value,
      publicKeys: [{ y: key.y, x: key.x, algorithm: key.algorithm, encoding: key.encoding }],
    };
    expect(errorOf(() => decodeText(JSON.stringify(swapped))).field).toBe('certificate.publicKeys[0].x');
    const { name, ...owner } = value.owner;
    expect(errorOf(() => decodeText(JSON.stringify({ ...value, owner: { ...owner, name } }))).field).toBe(
      'certificate.owner.name',
    );
  });

  test('error: a member twice, at every level', () => {
    expect(after('"notBefore"', '"notBefore": "2000-01-01T00:00:00.000Z", "notBefore"').shortMessage).toContain(
      'twice',
    );
    expect(after('"name": "GraphDefined', '"name": "Somebody", "name": "GraphDefined').shortMessage).toContain('twice');
    expect(after('"r":', '"r": "AA==", "r":').shortMessage).toContain('twice');
  });

  test('error: unknown members, also by the names of prototypes', () => {
    for (const name of ['policy', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '0']) {
      expect(after('"owner":', `"${name}": {}, "owner":`), name).toBeInstanceOf(DecodeError);
      expect(after('"eMail": "ev', `"${name}": "a", "eMail": "ev`), name).toBeInstanceOf(DecodeError);
    }
    expect(({} as Record<string, unknown>).policy).toBeUndefined();
  });

  test('error: what nobody signs and the original only might write beside a signature', () => {
    for (const name of ['notBefore', 'notAfter', 'hashingAlgorithm', 'encryptionAlgorithm', 'encoding']) {
      expect(after(/("s": "[^"]*")/, `$1, "${name}": "x"`).field, name).toBe('certificate.signatures[0]');
    }
  });

  test.each(['@id', '@context', 'publicKeys', 'notBefore', 'notAfter', 'owner'])('error: %s is missing', (name) => {
    const value = JSON.parse(json);
    delete value[name];
    expect(errorOf(() => decodeText(JSON.stringify(value))).field).toBe(`certificate.${name}`);
  });

  test('error: other spellings of the same', () => {
    expect(after('GraphDefined', '\\u0047raphDefined').shortMessage).toContain('plain JSON');
    expect(after('https://www', 'https:\\/\\/www').shortMessage).toContain('plain JSON');
    const withLength = after('usages/signCertificates"', 'usages/signCertificates", "maxPathLength": 1.0');
    expect(withLength.shortMessage).toContain('plain JSON');
    expect(errorOf(() => decodeText(`\ufeff${json}`))).toBeInstanceOf(DecodeError);
    expect(errorOf(() => decodeText(`${json} x`))).toBeInstanceOf(DecodeError);
    expect(errorOf(() => decodeText('{"@id": tr ue}')).shortMessage).toBe('is not JSON');
  });

  test('error: depth, length and number', () => {
    expect(errorOf(() => decodeText('['.repeat(30_000))).shortMessage).toContain('deep');
    expect(errorOf(() => decodeText(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`)).shortMessage).toContain('deep');
    const long = new Uint8Array(OccCertificate.MAX_BYTES + 1).fill(0x20);
    expect(errorOf(() => OccCertificate.decode(long)).shortMessage).toContain('65536');
    expect(after('GraphDefined GmbH', 'x'.repeat(1_025)).field).toBe('certificate.owner.name');
    const value = JSON.parse(json);
    const many = { ...value, signatures: Array.from({ length: 17 }, () => value.signatures[0]) };
    expect(errorOf(() => decodeText(JSON.stringify(many))).field).toBe('certificate.signatures');
    expect(errorOf(() => decodeText(JSON.stringify({ ...value, usages: [] }))).field).toBe('certificate.usages');
  });

  test('error: text that hides characters, or that the original would write anew', () => {
    for (const bad of ['\u202e', '\u200b', '\u0085', '\u2028', '\u2029', '\ufeff', '\u00ad', '\\ud800', '\\u0000']) {
      expect(after('GraphDefined GmbH', `Graph${bad}Defined`), bad).toBeInstanceOf(DecodeError);
    }
    expect(after('Open Charging Cloud - Fundamental', '2023-01-01T00:00:00Z').field).toBe('certificate.description');
    const lone = OccCertificate.encode({ ...draft, owner: { name: 'a\ud800' } }, { compact: true });
    expect(() => OccCertificate.decode(lone)).toThrow(DecodeError);
  });

  test('error: bytes that are not UTF-8', () => {
    const changed = Uint8Array.from(bytes);
    changed[json.indexOf('GraphDefined')] = 0xff;
    expect(errorOf(() => OccCertificate.decode(changed)).shortMessage).toContain('UTF-8');
  });

  test.each([
    ['"@id": "f1', '"@id": "F1', '@id'],
    ['pkiCertificate', 'pkiCertificatf', '@context'],
    ['certificates/usages/signCertificates', 'certificates/usages/signEverything', 'usages[0].@id'],
    ['algorithm/secp521r1', 'algorithm/secp192r1', 'publicKeys[0].algorithm'],
    ['encoding/base64', 'encoding/hex', 'publicKeys[0].encoding'],
    ['"x": "AMPV', '"x": "ANPV', 'publicKeys[0]'],
    ['"x": "AMPV', '"x": "//PV', 'publicKeys[0].x'],
    ['"x": "AMPV', '"x": "AAAAAMPV', 'publicKeys[0].x'],
    ['"x": "AMPV', '"x": "AM V', 'publicKeys[0].x'],
    ['2023-01-01T00:00:00.000Z', '2023-01-01T00:00:00Z', 'notBefore'],
    ['2023-01-01T00:00:00.000Z', '2023-02-30T00:00:00.000Z', 'notBefore'],
    ['2023-01-01T00:00:00.000Z', '1969-12-31T00:00:00.000Z', 'notBefore'],
    ['2028-01-01T00:00:00.000Z', '2022-01-01T00:00:00.000Z', 'notAfter'],
    ['"name": "Open Charging Cloud PKI - FQ1"', '"name": 1', 'signatures[0].name'],
  ])('error: %s becomes %s', (from, to, field) => {
    expect(after(from, to).field).toBe(`certificate.${field}`);
  });

  test('error: edges of another form', () => {
    const edge = (value: unknown) => {
      const { signatures, ...rest } = JSON.parse(json);
      return errorOf(() => decodeText(JSON.stringify({ ...rest, edges: value, signatures }))).field;
    };
    expect(edge([])).toBe('certificate.edges');
    expect(edge([['replaces']])).toBe('certificate.edges[0]');
    expect(edge([['extends', 'a'.repeat(64)]])).toBe('certificate.edges[0][0]');
    expect(edge([['replaces', 'A'.repeat(64)]])).toBe('certificate.edges[0][1]');
    expect(edge({ replaces: 'a'.repeat(64) })).toBe('certificate.edges');
  });

  test('error: whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.json(), (source) => {
        expect(() => decodeText(source)).toThrow(BaseError);
      }),
    );
  });

  test('error: a hostile member does not reach the message as it is', () => {
    const error = after('"owner":', `"\\u001b[2J${'x'.repeat(5_000)}": 1, "owner":`);
    expect(error.message).toMatch(/^[\x20-\x7e…\n]{1,200}$/);
  });
});

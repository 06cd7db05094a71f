import fc from 'fast-check';
import { keccak256 } from 'viem';
import { describe, expect, test } from 'vitest';
import { type Hex, toHex, utf8Encode } from '../../bytes/index.ts';
import { Certificate } from '../../certificate/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { partyKey } from '../../protocol/ocpi/index.ts';
import {
  locateParty,
  ModuleBits,
  OcpiId,
  ownerOf,
  PermissionBits,
  permissions,
  permits,
  RoleBits,
  readNodeUrl,
  registryModules,
  registryRoles,
} from './index.ts';

const letters = fc.stringMatching(/^[A-Za-z]{2}$/);
const party = fc.record({ country_code: letters, party_id: fc.stringMatching(/^[A-Za-z0-9]{3}$/) });

describe('OcpiId', () => {
  test('behavior: bytes and id make each other, in capitals', () => {
    expect(OcpiId.encode({ country_code: 'de', party_id: 'aBc' })).toBe('0x4445414243');
    fc.assert(
      fc.property(party, (one) => {
        expect(partyKey(OcpiId.decode(OcpiId.encode(one)))).toBe(partyKey(one));
        const { countryCode, partyId } = OcpiId.parts(one);
        expect(`${countryCode}${partyId.slice(2)}`).toBe(OcpiId.encode(one));
        for (const sign of ['/', '*', '-', '']) {
          expect(partyKey(OcpiId.parse(`${one.country_code}${sign}${one.party_id}`))).toBe(partyKey(one));
        }
        expect(OcpiId.parse(OcpiId.format(one))).toEqual(OcpiId.decode(OcpiId.encode(one)));
      }),
    );
  });

  for (const text of [
    '',
    'DE',
    'DE/AB',
    'DE/ABCD',
    'D1/ABC',
    'DE//ABC',
    'DE ABC',
    ' DE/ABC',
    'DE/AB_',
    'ı1/ABC',
    'DE/AßC',
    'DE/ABC\n',
  ]) {
    test(`error: ${JSON.stringify(text)} is no id`, () => {
      expect(() => OcpiId.parse(text, 'party')).toThrow(DecodeError);
    });
  }

  for (const [country_code, party_id] of [
    ['D', 'EABC'],
    ['DEA', 'BC'],
    ['', 'DEABC'],
    ['ıı', 'ABC'],
    ['DE', 'ﬃ'],
    ['DE', 'AB '],
  ] as const) {
    test(`error: ${country_code}|${party_id} has no bytes, though letters could move`, () => {
      expect(() => OcpiId.encode({ country_code, party_id })).toThrow(ArgumentError);
      expect(() => OcpiId.parts({ country_code, party_id })).toThrow(ArgumentError);
    });
  }

  test('error: other bytes', () => {
    const bad = [
      '0x',
      '0x44454142',
      '0x444541424300',
      '0x6465414243',
      '0x4430414243',
      '0x4445414220',
      5,
      null,
      'DEABC',
    ];
    for (const value of bad) expect(() => OcpiId.decode(value), String(value)).toThrow(DecodeError);
  });
});

describe('bits', () => {
  test('behavior: names are in the order of docs/spec/node-registry.md', () => {
    expect(registryRoles).toEqual(['CPO', 'EMSP', 'HUB', 'NAP', 'NSP', 'OTHER', 'SCSP']);
    expect(registryModules.indexOf('locations')).toBe(3);
    expect([permissions.length, permissions[3], permissions[16]]).toEqual([
      17,
      'FORWARD_MODULE_LOCATIONS_SENDER',
      'FORWARD_MODULE_CHARGINGPROFILES_RECEIVER',
    ]);
  });

  for (const [name, bits] of Object.entries({ RoleBits, ModuleBits, PermissionBits })) {
    test(`behavior: ${name} make each other, in any order, each name once`, () => {
      const { names, encode, decode } = bits as typeof RoleBits;
      fc.assert(
        fc.property(fc.subarray([...names]), (some) => {
          expect(decode(encode(some))).toEqual(some);
          expect(encode([...some].reverse().flatMap((one) => [one, one]))).toBe(encode(some));
        }),
      );
      expect(encode(names)).toBe(2 ** names.length - 1);
    });

    test(`error: ${name}: what stands for nothing`, () => {
      expect(() => bits.encode(['credentials'])).toThrow(ArgumentError);
      expect(() => bits.encode(['cpo'])).toThrow(ArgumentError);
      for (const value of [2 ** bits.names.length, -1, 0.5, Number.NaN, 2 ** 40]) {
        expect(() => bits.decode(value), String(value)).toThrow(DecodeError);
      }
    });
  }

  test('behavior: what a service gets to see', () => {
    const cdrs = { module: 'cdrs', role: 'SENDER' } as const;
    const seen = (names: readonly string[]) => permits(PermissionBits.encode(names), cdrs);
    const enough = ['FORWARD_ALL', 'FORWARD_ALL_SENDER', 'FORWARD_MODULE_CDRS_SENDER'];
    for (const name of permissions) expect(seen([name]), name).toBe(enough.includes(name));
    expect(permits(0, cdrs)).toBe(false);
    expect(permits(1, { module: 'reservation-extra', role: 'RECEIVER' })).toBe(true);
    expect(permits(~7 & 0x1ffff, { module: 'reservation-extra', role: 'RECEIVER' })).toBe(false);
  });
});

describe('ownerOf', () => {
  test('behavior: a wallet is itself, another signer the end of its keccak256', () => {
    expect(ownerOf(`0x${'Ab'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`);
    const passkey: Hex = `0x${'11'.repeat(84)}`;
    expect(ownerOf(passkey)).toBe(`0x${keccak256(passkey).slice(-40)}`);
  });

  test('error: what is too short, or no bytes', () => {
    for (const bad of ['0x', `0x${'11'.repeat(19)}`]) expect(() => ownerOf(bad as Hex)).toThrow(ArgumentError);
    for (const bad of ['11', '0x1', '0xgg']) expect(() => ownerOf(bad as Hex)).toThrow(DecodeError);
  });
});

describe('locateParty', () => {
  const certificate = (name: string, more: Partial<Certificate.CertificateInput> = {}) =>
    Certificate.encode(
      Certificate.from({
        kind: 'party',
        subject: { name, party: { countryCode: 'DE', partyId: 'ABC' }, signer: `0x${'11'.repeat(20)}` },
        usages: ['signData'],
        notBefore: 0,
        notAfter: 2_000_000_000,
        serial: new Uint8Array(16),
        ...more,
      }),
    );

  test('behavior: places in bytes, whatever letters the name has', () => {
    for (const name of ['ABC', 'Ladesäulen Müller & Söhne', '充電株式会社', 'a"party":{"countryCode":"b']) {
      const bytes = certificate(name);
      const { termsAt, partyAt, signerAt } = locateParty(bytes);
      const at = (offset: number, length: number) => new TextDecoder().decode(bytes.subarray(offset, offset + length));
      expect(at(termsAt, 27)).toBe('"kind":"party","notAfter":"');
      expect(at(partyAt, 44)).toBe('"party":{"countryCode":"DE","partyId":"ABC"}');
      expect(at(signerAt, 12)).toBe('"signer":"0x');
    }
  });

  test('error: names what is missing', () => {
    const field = (bytes: Uint8Array) => {
      try {
        locateParty(bytes);
      } catch (error) {
        return (error as DecodeError).field;
      }
      return null;
    };
    const signer: Hex = `0x${'11'.repeat(20)}`;
    expect(field(certificate('x', { kind: 'device', subject: { name: 'x', signer } }))).toBe('certificate.kind');
    expect(field(certificate('x', { subject: { name: 'x', signer } }))).toBe('certificate.subject.party');
    const party = { countryCode: 'DE', partyId: 'ABC' };
    expect(field(certificate('x', { subject: { name: 'x', party } }))).toBe('certificate.subject.signer');
    expect(field(new Uint8Array())).toBe('certificate.kind');
    expect(field(Uint8Array.of(0xff))).toBe('certificate');
    const text = new TextDecoder().decode(certificate('x'));
    expect(field(utf8Encode(text + text))).toBe('certificate.kind');
    expect(field(utf8Encode(' '.repeat(65_536) + text))).toBe('certificate.kind');
  });
});

describe('readNodeUrl', () => {
  test('behavior: one spelling, no slash at the end', () => {
    const good = [
      ['https://OCN.example.com/', 'https://ocn.example.com'],
      ['HTTPS://ocn.example.com:443//', 'https://ocn.example.com'],
      ['http://127.0.0.1:8080/node/', 'http://127.0.0.1:8080/node'],
      ['https://[::1]/a/../b', 'https://[::1]/b'],
    ] as const;
    for (const [text, url] of good) {
      expect(readNodeUrl(text)).toBe(url);
      expect(readNodeUrl(url)).toBe(url);
    }
  });

  test('behavior: whatever comes, a URL or null, and never a second host', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.string().map((rest) => `https://a.example${rest}`),
        ),
        (text) => {
          const url = readNodeUrl(text);
          if (url === null) return;
          expect(readNodeUrl(url)).toBe(url);
          expect(`${new URL(url).origin}${new URL(url).pathname}`.replace(/\/+$/, '')).toBe(url);
          expect(new URL(`${url}/ocn/message`).origin).toBe(new URL(url).origin);
        },
      ),
    );
  });

  for (const text of [
    '',
    'ocn.example.com',
    '//ocn.example.com',
    'ftp://ocn.example.com',
    'https://',
    'https://a b.example',
    'https://a.example/\u0000',
    'https://a.example/?x=1',
    'https://a.example/#x',
    'https://a@b.example',
    'https://a.example\\b',
    'https://оcn.example',
    `https://a.example/${'x'.repeat(255)}`,
    'javascript:alert(1)',
  ]) {
    test(`error: ${JSON.stringify(text).slice(0, 40)} is none`, () => {
      expect(readNodeUrl(text)).toBeNull();
    });
  }
});

test('behavior: bytes of an id are those of its letters', () => {
  expect(OcpiId.encode({ country_code: 'NL', party_id: 'TNM' })).toBe(toHex(utf8Encode('NLTNM')));
});

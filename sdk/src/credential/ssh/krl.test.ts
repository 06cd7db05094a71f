import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../errors/index.ts';
import { formatKnownHosts, formatTrustedUserAuthorities, issueSshAuthority } from './authority.ts';
import { formatCertificate, type SshCertificateBody, signCertificate } from './certificate.ts';
import { encodeKrl, isKeyRevoked, isRevoked, type Krl } from './krl.ts';
import { decodeKrl } from './krlDecode.ts';
import { generatePrivateKey } from './privateKey.ts';
import { fingerprint, formatPublicKey } from './publicKey.ts';
import { aliceKey, hasSshKeygen, now, otherCa, seededRandom, sshKeygen, userCa, withFiles } from './ssh.fixtures.ts';
import { WireWriter } from './wire.ts';

const bob = generatePrivateKey(seededRandom('bob')).publicKey;
const carol = generatePrivateKey(seededRandom('carol')).publicKey;
const empty: Krl = { version: 1n, generated: now, comment: '', certificates: [], keys: [], fingerprints: [] };
const krl: Krl = {
  version: 7n,
  generated: now,
  comment: 'fleet',
  certificates: [
    {
      authority: { ...userCa.publicKey, comment: '' },
      serials: [
        { from: 5n, to: 5n },
        { from: 10n, to: 20n },
        { from: 1000n, to: 2n ** 64n - 1n },
      ],
      keyIds: ['mallory'],
    },
    { authority: null, serials: [], keyIds: ['eve'] },
  ],
  keys: [{ ...bob, comment: '' }],
  fingerprints: [fingerprint(carol)],
};
const certify = (change: Partial<SshCertificateBody>, authority = userCa) =>
  signCertificate(
    {
      type: 'user',
      publicKey: aliceKey.publicKey,
      serial: 1n,
      keyId: 'alice',
      principals: ['a'],
      notBefore: now,
      notAfter: now + 9,
      extensions: [],
      ...change,
    },
    authority,
    seededRandom('n'),
  );
const cases: [name: string, change: Partial<SshCertificateBody>, revoked: boolean, authority?: typeof userCa][] = [
  ['another serial', { serial: 6n }, false],
  ['a serial of the list', { serial: 5n }, true],
  ['first of a range', { serial: 10n }, true],
  ['last of a range', { serial: 20n }, true],
  ['after a range', { serial: 21n }, false],
  ['the last serial of all', { serial: 2n ** 64n - 1n }, true],
  ['a key id', { keyId: 'mallory' }, true],
  ['a key id with any authority', { keyId: 'eve' }, true, otherCa],
  ['the serial, from another authority', { serial: 5n }, false, otherCa],
  ['the key itself', { publicKey: bob }, true],
  ['the key by fingerprint', { publicKey: carol }, true],
];

describe('key revocation lists', () => {
  test('behavior: round-trips', () => {
    expect(decodeKrl(encodeKrl(krl))).toEqual(krl);
    expect(decodeKrl(encodeKrl(empty))).toEqual(empty);
  });

  test('behavior: serial ranges merge to the same set', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 12 }), (pairs) => {
        const serials = pairs.map(([from, more]) => ({ from: BigInt(from), to: BigInt(from + more) }));
        const [section] = decodeKrl(
          encodeKrl({ ...empty, certificates: [{ authority: null, serials, keyIds: [] }] }),
        ).certificates;
        for (let n = 1n; n <= 70n; n++) {
          const covered = (ranges: typeof serials) => ranges.some((item) => item.from <= n && n <= item.to);
          expect(covered([...(section?.serials ?? [])])).toBe(covered(serials));
        }
      }),
    );
  });

  test.each(cases)('behavior: %s', async (_, change, revoked, authority) => {
    expect(isRevoked(krl, await certify(change, authority))).toBe(revoked);
  });

  test('behavior: an authority that is revoked takes its certificates along', async () => {
    expect(isRevoked({ ...empty, keys: [userCa.publicKey] }, await certify({}))).toBe(true);
    expect(isKeyRevoked(empty, bob)).toBe(false);
  });

  test('error: truncation at every byte', () => {
    const bytes = encodeKrl(krl);
    // A list that ends between two sections is a shorter list: what says so is the digest in the manifest.
    let shorter = 0;
    for (let size = 0; size < bytes.length; size++) {
      try {
        decodeKrl(bytes.subarray(0, size));
        shorter++;
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    }
    expect(shorter).toBe(4);
  });

  test.each<[string, Uint8Array]>([
    ['not a key revocation list', new Uint8Array(60)],
    ['unknown format version', header(2).bytes()],
    ['section of type 3', header(1).uint8(3).string(new Uint8Array(24)).bytes()],
    ['section of type 4', header(1).uint8(4).string(new Uint8Array(24)).bytes()],
    [
      'SHA-256',
      header(1)
        .uint8(5)
        .string(new WireWriter().string(new Uint8Array(20)).bytes())
        .bytes(),
    ],
    ['type 57', header(1).uint8(1).string(new WireWriter().uint32(0).uint32(0).uint8(0x39).uint32(0).bytes()).bytes()],
    [
      'bitmap that is too long',
      header(1)
        .uint8(1)
        .string(
          new WireWriter()
            .uint32(0)
            .uint32(0)
            .uint8(0x22)
            .string(new WireWriter().uint64(1n).mpint(new Uint8Array(4000).fill(1)).bytes())
            .bytes(),
        )
        .bytes(),
    ],
    [
      'backwards',
      header(1)
        .uint8(1)
        .string(
          new WireWriter()
            .uint32(0)
            .uint32(0)
            .uint8(0x21)
            .string(new WireWriter().uint64(2n).uint64(1n).bytes())
            .bytes(),
        )
        .bytes(),
    ],
  ])('error: %s', (message, bytes) => {
    expect(() => decodeKrl(bytes)).toThrow(message);
  });

  test('error: serial 0 and ranges that run backwards cannot be written', () => {
    for (const range of [
      { from: 0n, to: 3n },
      { from: 3n, to: 2n },
    ]) {
      expect(() => encodeKrl({ ...empty, certificates: [{ authority: null, serials: [range], keyIds: [] }] })).toThrow(
        /serials/,
      );
    }
    expect(() => encodeKrl({ ...empty, fingerprints: ['MD5:00'] })).toThrow(/fingerprints\[0\]/);
    expect(() => encodeKrl({ ...empty, certificates: [{ authority: null, serials: [], keyIds: [''] }] })).toThrow(
      /keyIds/,
    );
  });
});

function header(version: number): WireWriter {
  const writer = new WireWriter().uint64(0x5353484b524c0a00n).uint32(version).uint64(1n).uint64(0n).uint64(0n);
  return writer.uint32(0).uint32(0);
}

describe('authorities', () => {
  const options = {
    userAuthorities: [userCa.publicKey, otherCa.publicKey],
    krl: empty,
    notBefore: now,
    notAfter: now + 9,
  };

  test('behavior: both authorities while they overlap', () => {
    const credential = issueSshAuthority({
      ...options,
      principals: { root: ['fleet-admin'] },
      knownHosts: { patterns: ['*.example'], authorities: [otherCa.publicKey] },
    });
    expect(credential.files.map((file) => file.path)).toEqual([
      'trusted_user_ca_keys',
      'auth_principals/root',
      'known_hosts',
      'revoked_keys',
    ]);
    const [trusted, , hosts] = credential.files.map((file) => new TextDecoder().decode(file.content));
    expect(trusted).toBe(formatPublicKey(userCa.publicKey) + formatPublicKey(otherCa.publicKey));
    expect(hosts).toMatch(/^@cert-authority \*\.example ssh-ed25519 /);
  });

  test('error: none, or one twice', () => {
    expect(() => formatTrustedUserAuthorities([])).toThrow(/userAuthorities/);
    expect(() => formatTrustedUserAuthorities([userCa.publicKey, userCa.publicKey])).toThrow(/twice/);
    expect(() => formatKnownHosts([], [userCa.publicKey])).toThrow(/patterns/);
  });

  test.each([
    ['principals.ro ot', { 'ro ot': ['a'] }],
    ['principals.root[0]', { root: ['cert-authority a'] }],
    ['principals.root[1]', { root: ['a', 'command="x" b'] }],
    ['principals.../x', { '../x': [] }],
  ])('error: %s', (field, principals) => {
    expect(() => issueSshAuthority({ ...options, principals })).toThrow(expect.objectContaining({ field }));
  });
});

describe.skipIf(!hasSshKeygen)('against ssh-keygen', () => {
  test.each(cases)('behavior: -Q agrees about %s', async (_, change, revoked, authority) => {
    const line = formatCertificate(await certify(change, authority));
    withFiles({ krl: encodeKrl(krl), 'k-cert.pub': line }, (dir) => {
      const { status, stderr, stdout } = spawnSync('ssh-keygen', ['-Qf', 'krl', 'k-cert.pub'], {
        cwd: dir,
        encoding: 'utf8',
      });
      expect(`${stdout}${stderr}`).toContain(revoked ? 'REVOKED' : 'ok');
      expect(status).toBe(revoked ? 1 : 0);
    });
  });

  test('behavior: reads the lists of ssh-keygen, with bitmaps and ranges', async () => {
    const spec = ['serial: 3', 'serial: 5-6', 'serial: 9', 'serial: 11', 'serial: 4000-9000', 'id: mallory', ''].join(
      '\n',
    );
    const files = { spec, 'ca.pub': formatPublicKey(userCa.publicKey), 'bob.pub': formatPublicKey(bob) };
    const bytes = withFiles(files, (dir) => {
      sshKeygen(dir, '-kf', 'krl', '-s', 'ca.pub', '-z', '42', 'spec', 'bob.pub');
      return new Uint8Array(readFileSync(join(dir, 'krl')));
    });
    const list = decodeKrl(bytes);
    expect(list.version).toBe(42n);
    const revoked = async (serial: bigint) => isRevoked(list, await certify({ serial }));
    for (const serial of [3n, 5n, 6n, 9n, 11n, 4000n, 9000n]) expect(await revoked(serial), `${serial}`).toBe(true);
    for (const serial of [1n, 2n, 4n, 7n, 10n, 12n, 3999n, 9001n])
      expect(await revoked(serial), `${serial}`).toBe(false);
    expect(isRevoked(list, await certify({ publicKey: bob }))).toBe(true);
    expect(isRevoked(list, await certify({ keyId: 'mallory' }))).toBe(true);
  });
});

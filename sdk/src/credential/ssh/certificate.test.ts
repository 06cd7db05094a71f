import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, BaseError, DecodeError } from '../../errors/index.ts';
import {
  decodeCertificate,
  formatCertificate,
  parseCertificate,
  randomSerial,
  type SshCertificateBody,
  signCertificate,
  verifyCertificate,
} from './certificate.ts';
import { issueSshHost, issueSshUser } from './issue.ts';
import { ecdsaPrivateKey, parsePrivateKey } from './privateKey.ts';
import { formatPublicKey, parsePublicKey } from './publicKey.ts';
import { sshSigner } from './signer.ts';
import { aliceKey, hasSshKeygen, now, otherCa, seededRandom, sshKeygen, userCa, withFiles } from './ssh.fixtures.ts';

const body: SshCertificateBody = {
  type: 'user',
  publicKey: aliceKey.publicKey,
  serial: 1234n,
  keyId: 'station-7',
  principals: ['technician', 'fleet-admin'],
  notBefore: now,
  notAfter: now + 300,
  forceCommand: '/usr/bin/uptime',
  sourceAddress: ['192.0.2.0/24', '2001:db8::/32'],
  extensions: ['permit-pty', 'permit-agent-forwarding'],
};
const expected = { authorities: [userCa.publicKey], time: now, type: 'user' as const, principal: 'technician' };
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const readFile = (directory: string, name: string) => readFileSync(join(directory, name), 'utf8');

describe('SSH certificates', () => {
  test('behavior: decodes to what was signed', async () => {
    const certificate = await signCertificate(body, userCa, seededRandom('n'));
    const again = parseCertificate(formatCertificate(certificate));
    expect(again).toMatchObject({
      ...body,
      extensions: ['permit-agent-forwarding', 'permit-pty'],
      publicKey: { blob: aliceKey.publicKey.blob },
    });
    expect(verifyCertificate(again, expected)).toEqual({ valid: true, problems: [] });
  });

  test('behavior: the same input gives the same bytes', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => signCertificate(body, userCa, seededRandom('n'))));
    expect(a?.blob).toEqual(b?.blob);
  });

  test('behavior: validity is inclusive at both ends, and no second further', async () => {
    const certificate = await signCertificate(body, userCa, seededRandom('n'));
    const problems = (time: number) => verifyCertificate(certificate, { ...expected, time }).problems;
    expect([now - 1, now, now + 300, now + 301].map(problems)).toEqual([['notYetValid'], [], [], ['expired']]);
  });

  test.each(['nistp256', 'nistp384', 'nistp521'] as const)(
    'behavior: an ECDSA authority on %s signs',
    async (curve) => {
      const size = { nistp256: 32, nistp384: 48, nistp521: 66 }[curve];
      const scalar = seededRandom(curve)(size);
      if (curve === 'nistp521') scalar[0] = 0;
      const authority = sshSigner(ecdsaPrivateKey(curve, scalar));
      const certificate = await signCertificate(body, authority, seededRandom('n'));
      expect(verifyCertificate(certificate, { ...expected, authorities: [authority.publicKey] }).valid).toBe(true);
    },
  );

  test('error: another authority, principal, type or time', async () => {
    const certificate = await signCertificate(body, userCa, seededRandom('n'));
    const problems = (change: object) => verifyCertificate(certificate, { ...expected, ...change }).problems;
    expect(problems({ authorities: [otherCa.publicKey] })).toEqual(['untrustedAuthority']);
    expect(problems({ principal: 'root' })).toEqual(['principal']);
    expect(problems({ type: 'host' })).toEqual(['type']);
    expect(problems({ authorities: [] })).toEqual(['untrustedAuthority']);
  });

  test('error: truncation at every byte', async () => {
    const { blob } = await signCertificate(body, userCa, seededRandom('n'));
    for (let size = 0; size < blob.length; size++) {
      expect(() => decodeCertificate(blob.subarray(0, size))).toThrow(DecodeError);
    }
    expect(() => decodeCertificate(Uint8Array.of(...blob, 0))).toThrow(/bytes too many/);
  });

  test('error: each byte changed is refused or does not verify', async () => {
    const { blob } = await signCertificate(body, userCa, seededRandom('n'));
    for (let i = 0; i < blob.length; i++) {
      const changed = blob.slice();
      changed[i] = (changed[i] as number) ^ 1;
      let valid = false;
      try {
        valid = verifyCertificate(decodeCertificate(changed), expected).valid;
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError);
      }
      expect(valid, `byte ${i}`).toBe(false);
    }
  });

  test('error: hostile bytes never escape as anything but a DecodeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(() => decodeCertificate(bytes)).toThrow(DecodeError);
      }),
    );
  });

  test.each<[string, Partial<SshCertificateBody>]>([
    ['serial', { serial: 0n }],
    ['serial', { serial: 2n ** 64n }],
    ['keyId', { keyId: '' }],
    ['keyId', { keyId: 'a\nb' }],
    ['principals', { principals: [] }],
    ['principals[0]', { principals: ['a,b'] }],
    ['principals[1]', { principals: ['ok', '$(reboot)'] }],
    ['notAfter', { notAfter: now - 1 }],
    ['notBefore', { notBefore: 1.5 }],
    ['notBefore', { notBefore: -1 }],
    ['forceCommand', { forceCommand: 'a\nb' }],
    ['sourceAddress', { sourceAddress: [] }],
    ['sourceAddress[0]', { sourceAddress: ['0.0.0.0/0,evil'] }],
    ['extensions[0]', { extensions: ['no-touch-required' as 'permit-pty'] }],
  ])('error: %s that cannot be right', async (field, change) => {
    const attempt = signCertificate({ ...body, ...change }, userCa, seededRandom('n'));
    await expect(attempt).rejects.toThrow(ArgumentError);
    await expect(attempt).rejects.toMatchObject({ field });
  });

  test('behavior: serial numbers are never 0', () => {
    expect(randomSerial((size) => new Uint8Array(size))).toBe(1n);
  });
});

describe('issuing', () => {
  const options = {
    authority: userCa,
    keyId: 'station-7',
    principals: ['a'],
    notBefore: now,
    notAfter: now + 9,
    random: seededRandom('i'),
  };

  test('behavior: with the device’s key only a certificate travels', async () => {
    const credential = await issueSshUser({ ...options, publicKey: aliceKey.publicKey, serial: 77n });
    expect(credential.files.map((file) => [file.path, file.mode])).toEqual([['id_ed25519-cert.pub', '0644']]);
    expect(credential.serials).toEqual(['77']);
    expect(parseCertificate(text(credential.files[0]?.content)).extensions).toEqual(['permit-pty']);
  });

  test('behavior: a key made by the authority comes as 0600 with its certificate', async () => {
    const credential = await issueSshHost({ ...options, path: 'etc/host_key', owner: 'root' });
    expect(credential.files.map((file) => [file.path, file.mode, file.owner])).toEqual([
      ['etc/host_key', '0600', 'root'],
      ['etc/host_key.pub', '0644', 'root'],
      ['etc/host_key-cert.pub', '0644', 'root'],
    ]);
    const [key, , certificate] = credential.files.map((file) => text(file.content));
    const { publicKey } = parseCertificate(certificate as string);
    expect(parsePrivateKey(key as string).publicKey.blob).toEqual(publicKey.blob);
  });

  test.each(['../x', '/etc/passwd', 'a//b', '-o', 'a b', '$(id)', 'a;b'])('error: the path %s', async (path) => {
    await expect(issueSshUser({ ...options, path })).rejects.toMatchObject({ field: expect.stringMatching(/^files/) });
  });
});

describe.skipIf(!hasSshKeygen)('against ssh-keygen', () => {
  test('behavior: ssh-keygen -L reads every field', async () => {
    const certificate = await signCertificate(body, userCa, seededRandom('n'));
    const out = withFiles({ 'k-cert.pub': formatCertificate(certificate) }, (dir) =>
      sshKeygen(dir, '-Lf', 'k-cert.pub'),
    );
    for (const part of [
      'user certificate',
      'Serial: 1234',
      '"station-7"',
      'technician',
      'fleet-admin',
      'force-command /usr/bin/uptime',
      'source-address 192.0.2.0/24,2001:db8::/32',
      'permit-agent-forwarding',
      'permit-pty',
    ]) {
      expect(out).toContain(part);
    }
    expect(out).not.toContain('permit-X11-forwarding');
  });

  test.each([
    ['rsa', '2048'],
    ['ecdsa', '256'],
    ['ecdsa', '384'],
    ['ecdsa', '521'],
    ['ed25519', '256'],
  ])('behavior: certifies the %s-%s keys of ssh-keygen, with authorities that it made', async (type, bits) => {
    const { key, ca } = withFiles({}, (dir) => {
      sshKeygen(dir, '-q', '-t', type, '-b', bits, '-N', '', '-f', 'k', '-C', 'bob');
      sshKeygen(dir, '-q', '-t', type === 'rsa' ? 'ed25519' : type, '-b', bits, '-N', '', '-f', 'ca');
      const read = (name: string) => sshKeygen(dir, '-y', '-f', name);
      return { key: read('k'), ca: parsePrivateKey(readFile(dir, 'ca')) };
    });
    const certificate = await signCertificate(
      { ...body, publicKey: parsePublicKey(key) },
      sshSigner(ca),
      seededRandom('x'),
    );
    withFiles({ 'k-cert.pub': formatCertificate(certificate) }, (dir) => {
      expect(sshKeygen(dir, '-Lf', 'k-cert.pub')).toContain('Serial: 1234');
    });
  });

  test('behavior: reads the certificates of ssh-keygen', () => {
    const line = withFiles({ 'a.pub': formatPublicKey(aliceKey.publicKey) }, (dir) => {
      sshKeygen(dir, '-q', '-t', 'ed25519', '-N', '', '-f', 'ca');
      sshKeygen(
        dir,
        '-q',
        '-s',
        'ca',
        '-I',
        'id with space',
        '-n',
        'alice,bob',
        '-z',
        '99',
        '-V',
        '+5m',
        '-O',
        'force-command=id',
        '-O',
        'clear',
        '-O',
        'permit-pty',
        'a.pub',
      );
      return readFile(dir, 'a-cert.pub');
    });
    const certificate = parseCertificate(line);
    expect(certificate).toMatchObject({
      keyId: 'id with space',
      principals: ['alice', 'bob'],
      serial: 99n,
      extensions: ['permit-pty'],
    });
    const authorities = [certificate.authority];
    expect(verifyCertificate(certificate, { authorities, time: certificate.notBefore, type: 'user' }).valid).toBe(true);
  });
});

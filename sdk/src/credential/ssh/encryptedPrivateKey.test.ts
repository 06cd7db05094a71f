import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decryptPrivateKey, encryptPrivateKey, isEncryptedPrivateKey } from './encryptedPrivateKey.ts';
import { ecdsaPrivateKey, formatContainer, formatPrivateKey, parseContainer, parsePrivateKey } from './privateKey.ts';
import { aliceKey, hasSshKeygen, seededRandom, sshKeygen, withFiles } from './ssh.fixtures.ts';
import { WireWriter } from './wire.ts';

const passphrase = 'correct horse ⚡';
const random = seededRandom('salt');
const file = await encryptPrivateKey(aliceKey, passphrase, { random, rounds: 2 });
const container = parseContainer(file, 'privateKey');

describe('encrypted private keys of OpenSSH', () => {
  test('behavior: round-trip, Ed25519 and ECDSA', async () => {
    expect(await decryptPrivateKey(file, passphrase)).toEqual(aliceKey);
    const key = ecdsaPrivateKey('nistp384', seededRandom('k')(48), 'x');
    expect(await decryptPrivateKey(await encryptPrivateKey(key, 'x', { random, rounds: 1 }), 'x')).toEqual(key);
  });

  test('behavior: tells encrypted from plain, and from everything else', () => {
    expect(isEncryptedPrivateKey(file)).toBe(true);
    for (const other of [formatPrivateKey(aliceKey, random), '', 'x', '-----BEGIN ENCRYPTED PRIVATE KEY-----']) {
      expect(isEncryptedPrivateKey(other)).toBe(false);
    }
  });

  test.skipIf(!hasSshKeygen)('interop: ssh-keygen opens ours, and we open what it writes', async () => {
    const theirs = withFiles({ ours: file, theirs: formatPrivateKey(aliceKey, random) }, (directory) => {
      expect(sshKeygen(directory, '-y', '-P', passphrase, '-f', 'ours')).toContain('ssh-ed25519 ');
      sshKeygen(directory, '-p', '-P', '', '-N', passphrase, '-f', 'theirs');
      return readFileSync(join(directory, 'theirs'), 'utf8');
    });
    expect(isEncryptedPrivateKey(theirs)).toBe(true);
    expect((await decryptPrivateKey(theirs, passphrase)).secret).toEqual(aliceKey.secret);
  });

  test('error: another passphrase says so, and tells nothing of the key', async () => {
    for (const wrong of ['', 'x', `${passphrase} `]) {
      await expect(decryptPrivateKey(file, wrong)).rejects.toThrow();
    }
    await expect(decryptPrivateKey(file, 'x')).rejects.toMatchObject({ code: 'VERIFICATION', field: 'privateKey' });
  });

  test('error: an empty passphrase protects nothing', async () => {
    await expect(encryptPrivateKey(aliceKey, '', { random })).rejects.toMatchObject({ code: 'ARGUMENT' });
  });

  test('error: plain keys, and other forms', async () => {
    const plain = formatPrivateKey(aliceKey, random);
    for (const text of [plain, '', 'x', file.slice(0, 80)]) {
      await expect(decryptPrivateKey(text, passphrase)).rejects.toMatchObject({ code: 'DECODE' });
    }
    expect(() => parsePrivateKey(file)).toThrow(expect.objectContaining({ shortMessage: 'is encrypted' }));
  });

  test.each([
    ['another cipher', { cipher: 'chacha20-poly1305@openssh.com' }],
    ['another key derivation', { kdf: 'argon2' }],
    ['half a block', { secrets: new Uint8Array(17) }],
    ['nothing', { secrets: new Uint8Array() }],
    ['no salt', { kdfOptions: new WireWriter().string(new Uint8Array()).uint32(1).bytes() }],
    ['no rounds', { kdfOptions: new WireWriter().string(new Uint8Array(16)).uint32(0).bytes() }],
    ['rounds for hours', { kdfOptions: new WireWriter().string(new Uint8Array(16)).uint32(1_000_000).bytes() }],
    ['options that go on', { kdfOptions: new WireWriter().string(new Uint8Array(16)).uint32(1).uint32(1).bytes() }],
    ['options that are cut', { kdfOptions: Uint8Array.of(0, 0, 0, 16, 1) }],
  ])('attack: %s', async (_, change) => {
    const changed = formatContainer({ ...container, ...change });
    await expect(decryptPrivateKey(changed, passphrase)).rejects.toMatchObject({ code: 'DECODE' });
  });

  test('attack: another’s public key on the file', async () => {
    const other = ecdsaPrivateKey('nistp256', seededRandom('o')(32));
    const changed = formatContainer({ ...container, publicKey: other.publicKey });
    await expect(decryptPrivateKey(changed, passphrase)).rejects.toMatchObject({
      shortMessage: 'does not belong to its public key',
    });
  });
});

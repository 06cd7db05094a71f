import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { ecdsaPrivateKey, formatPrivateKey, generatePrivateKey, parsePrivateKey } from './privateKey.ts';
import { fingerprint, formatPublicKey, parsePublicKey } from './publicKey.ts';
import { sshSigner, verifySshSignature } from './signer.ts';
import { aliceKey, hasSshKeygen, seededRandom, sshKeygen, withFiles } from './ssh.fixtures.ts';
import { WireReader, WireWriter } from './wire.ts';

describe('keys', () => {
  test('behavior: public keys round-trip', () => {
    const line = formatPublicKey(aliceKey.publicKey);
    expect(parsePublicKey(line)).toEqual(aliceKey.publicKey);
    expect(line).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI\S+ alice\n$/);
  });

  test('behavior: private keys round-trip, Ed25519 and ECDSA', () => {
    const scalar = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 0 : i));
    for (const key of [aliceKey, ecdsaPrivateKey('nistp256', scalar, 'x'), generatePrivateKey(seededRandom('z'))]) {
      expect(parsePrivateKey(formatPrivateKey(key, seededRandom('c')))).toEqual(key);
    }
  });

  test('behavior: a comment cannot start a new line', () => {
    const line = formatPublicKey({ ...aliceKey.publicKey, comment: 'a\nssh-ed25519 AAAA' });
    expect(line.split('\n')).toHaveLength(2);
  });

  test('behavior: signatures verify, and only over their message', async () => {
    const scalar = seededRandom('s')(66);
    scalar[0] = 0;
    for (const key of [aliceKey, ecdsaPrivateKey('nistp521', scalar)]) {
      const signature = await sshSigner(key).sign(Uint8Array.of(1, 2));
      expect(verifySshSignature(key.publicKey, Uint8Array.of(1, 2), signature)).toBe(true);
      expect(verifySshSignature(key.publicKey, Uint8Array.of(1, 3), signature)).toBe(false);
      expect(
        verifySshSignature(
          parsePublicKey(formatPublicKey(generatePrivateKey(seededRandom('o')).publicKey)),
          Uint8Array.of(1, 2),
          signature,
        ),
      ).toBe(false);
    }
  });

  test.each([
    ['', 'one line'],
    ['ssh-ed25519', 'one line'],
    ['ssh-ed25519 !!!!', 'base64'],
    ['ssh-ed25519 AAAA', 'ends early'],
    ['command="x" ssh-ed25519 AAAA', 'base64'],
    [`ssh-rsa ${toBase64(aliceKey.publicKey.blob)}`, 'another algorithm'],
    [`ssh-dss ${toBase64(new WireWriter().text('ssh-dss').bytes())}`, 'not an Ed25519'],
    [`${formatPublicKey(aliceKey.publicKey)}${formatPublicKey(aliceKey.publicKey)}`, 'one line'],
    [
      `ssh-rsa ${toBase64(new WireWriter().text('ssh-rsa').mpint(Uint8Array.of(3)).mpint(new Uint8Array(128).fill(255)).bytes())}`,
      '2048',
    ],
    [
      `x ${toBase64(new WireWriter().text('ecdsa-sha2-nistp256').text('nistp384').string(new Uint8Array(65)).bytes())}`,
      'two different curves',
    ],
  ])('error: the public key %j', (line, message) => {
    expect(() => parsePublicKey(line)).toThrow(message);
    expect(() => parsePublicKey(line, 'request.key')).toThrow(/request\.key/);
  });

  test('error: a private key truncated or changed at any character', () => {
    const text = formatPrivateKey(aliceKey, seededRandom('c'));
    for (let size = 0; size < text.length - 1; size++)
      expect(() => parsePrivateKey(text.slice(0, size))).toThrow(DecodeError);
    fc.assert(
      fc.property(fc.nat({ max: text.length - 2 }), fc.constantFrom('A', 'z', '/', '0'), (at, character) => {
        if (text[at] === character || text[at] === '\n') return;
        const changed = text.slice(0, at) + character + text.slice(at + 1);
        let key: ReturnType<typeof parsePrivateKey> | undefined;
        try {
          key = parsePrivateKey(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
        // The check bytes, the unused copy of the public key and the comment are not secret and not authenticated.
        if (key) expect(key.secret).toEqual(aliceKey.secret);
      }),
    );
  });

  test('error: the message of a broken key holds no part of it', () => {
    const text = formatPrivateKey(aliceKey, seededRandom('c')).replace('-----END', 'A-----END');
    expect(() => parsePrivateKey(text)).toThrow(/^privateKey: [a-z 0-9-]{1,60}$/);
  });

  test('behavior: wire numbers are minimal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const written = new WireWriter().mpint(bytes).bytes();
        const significant = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
        expect(new WireReader(written, 'n').mpint()).toEqual(
          bytes.every((byte) => byte === 0) ? new Uint8Array() : significant,
        );
      }),
    );
    expect(() => new WireReader(Uint8Array.of(0, 0, 0, 2, 0, 1), 'n').mpint()).toThrow('minimal');
    expect(() => new WireReader(Uint8Array.of(0, 0, 0, 1, 255), 'n').mpint()).toThrow('negative');
  });
});

describe.skipIf(!hasSshKeygen)('against ssh-keygen', () => {
  test('behavior: reads our private keys and names them alike', () => {
    withFiles({ k: formatPrivateKey(aliceKey, seededRandom('c')) }, (dir) => {
      expect(sshKeygen(dir, '-y', '-f', 'k')).toBe(formatPublicKey(aliceKey.publicKey));
      expect(sshKeygen(dir, '-l', '-f', 'k')).toContain(fingerprint(aliceKey.publicKey));
    });
  });

  test('error: an encrypted key says how to decrypt it', () => {
    withFiles({}, (dir) => {
      sshKeygen(dir, '-q', '-t', 'ed25519', '-N', 'password', '-f', 'k');
      expect(() => parsePrivateKey(readFileSync(join(dir, 'k'), 'utf8'))).toThrow(/is encrypted\nDecrypt a copy first/);
    });
  });
});

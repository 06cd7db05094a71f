import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasOpenssl35, openssl35 } from '../../../test/support/openssl35.ts';
import { decodeEcdsaDer, encodeEcdsaDer, fromHex, toHex } from '../bytes/index.ts';
import {
  publicKeyOf,
  randomBytes,
  type SignatureAlgorithm,
  type SignerChoice,
  signerFrom,
  signerOf,
  verifySignature,
} from '../crypto/index.ts';
import { PrivateKeyPem } from './privateKeyPem.ts';
import { PublicKeyPem } from './publicKeyPem.ts';
import { SigningKey } from './signingKey.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const verifier = `0x${'ab'.repeat(20)}` as const;
const password = 'correct horse battery staple';
const digest = toHex(new Uint8Array(32).fill(6));

/** How a stock openssl generates, signs and verifies. */
const commands = {
  'P-521': {
    generate: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
    sign: ['dgst', '-sha512', '-sign', 'key.pem', '-out', 'signature', 'digest.bin'],
    verify: ['dgst', '-sha512', '-verify', 'public.pem', '-signature', 'signature', 'digest.bin'],
  },
  Ed25519: pure('ed25519'),
  'ML-DSA-44': pure('ML-DSA-44'),
  'ML-DSA-65': pure('ML-DSA-65'),
  'ML-DSA-87': pure('ML-DSA-87'),
  'SLH-DSA-SHA2-128s': pure('SLH-DSA-SHA2-128s'),
} as const;
type Tested = keyof typeof commands;

function pure(algorithm: string) {
  return {
    generate: ['-algorithm', algorithm],
    sign: ['pkeyutl', '-sign', '-rawin', '-inkey', 'key.pem', '-in', 'digest.bin', '-out', 'signature'],
    verify: [
      'pkeyutl',
      '-verify',
      '-rawin',
      '-pubin',
      '-inkey',
      'public.pem',
      '-sigfile',
      'signature',
      '-in',
      'digest.bin',
    ],
  };
}

const choiceOf = (algorithm: Tested): SignerChoice => ({ algorithm, verifier });

function workshop(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'gridseal-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'digest.bin'), new Uint8Array(32).fill(6));
  writeFileSync(join(folder, 'password'), `${password}\n`);
  return {
    openssl: (...args: readonly string[]) =>
      execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }),
    read: (name: string) => readFileSync(join(folder, name)),
    write: (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content, { mode: 0o600 }),
  };
}

const suites = [
  ['the system’s openssl', hasOpenssl ? 'openssl' : null, hasOpenssl, ['P-521', 'Ed25519']],
  ['OpenSSL 3.5', openssl35, hasOpenssl35, Object.keys(commands)],
] as const satisfies readonly (readonly [string, string | null, boolean, readonly string[]])[];

describe.each(suites)('keys and %s', (_name, program, isThere, algorithms) => {
  describe.skipIf(!isThere)('of', () => {
    test.each(algorithms as readonly Tested[])('behavior: %s, encrypted by us, signs there', async (algorithm) => {
      const { openssl, read, write } = workshop(program as string);
      const key = await SigningKey.generate(choiceOf(algorithm), randomBytes);
      write('sealed.pem', await PrivateKeyPem.encrypt(key, password));
      openssl('pkey', '-in', 'sealed.pem', '-passin', 'file:password', '-out', 'key.pem');
      expect(openssl('pkey', '-in', 'key.pem', '-pubout')).toBe(
        PublicKeyPem.encode({ algorithm, publicKey: publicKeyOf(algorithm, key.privateKey) }),
      );
      openssl(...commands[algorithm].sign);
      const { signer } = signerFrom(key);
      const signature = signatureOf(algorithm, read('signature'));
      const verifiers = { [algorithm === 'P-521' ? 'p521' : 'slhDsa']: verifier };
      expect(verifySignature({ signer, digest, signature, verifiers })).toBe(true);
    });

    test.each(algorithms as readonly Tested[])(
      'behavior: %s, made and encrypted there, signs here',
      async (algorithm) => {
        const { openssl, read, write } = workshop(program as string);
        const sealing = ['-aes-256-cbc', '-pass', 'file:password'];
        openssl('genpkey', ...commands[algorithm].generate, ...sealing, '-out', 'sealed.pem');
        openssl('pkey', '-in', 'sealed.pem', '-passin', 'file:password', '-pubout', '-out', 'public.pem');
        const key = await PrivateKeyPem.decrypt(read('sealed.pem').toString(), password);
        const { publicKey } = PublicKeyPem.decode(read('public.pem').toString());
        expect(key.algorithm).toBe(algorithm);
        const signer = signerFrom({ ...key, verifier });
        expect(signerOf(choiceOf(algorithm), publicKey)).toBe(signer.signer);
        const signature = fromHex(await signer.sign(digest));
        write('signature', algorithm === 'P-521' ? encodeEcdsaDer(signature) : signature);
        expect(openssl(...commands[algorithm].verify)).toMatch(/^(Verified OK|Signature Verified Successfully)$/m);
      },
    );
  });
});

describe.skipIf(!hasOpenssl)('keys of older commands', () => {
  test('behavior: openssl ecparam -genkey', async () => {
    const { openssl, read } = workshop('openssl');
    openssl('ecparam', '-name', 'secp521r1', '-genkey', '-out', 'key.pem');
    openssl('pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem');
    const { algorithm, privateKey } = await PrivateKeyPem.decode(read('key.pem').toString());
    const { publicKey } = PublicKeyPem.decode(read('public.pem').toString());
    expect(algorithm).toBe('P-521');
    expect(toHex(publicKeyOf(algorithm, privateKey))).toBe(toHex(publicKey));
  });
});

function signatureOf(algorithm: SignatureAlgorithm, bytes: Uint8Array) {
  return toHex(algorithm === 'P-521' ? decodeEcdsaDer(bytes, 66) : bytes);
}

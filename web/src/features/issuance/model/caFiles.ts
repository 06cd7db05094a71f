import { decodePem, toBase64 } from '@gridseal/sdk/bytes';
import {
  decryptPrivateKey,
  ecdsaPrivateKey,
  ed25519PrivateKey,
  encryptPrivateKey,
  fingerprint,
  formatPublicKey,
  generatePrivateKey,
  isEncryptedPrivateKey,
  parsePrivateKey,
  type SshPrivateKey,
  sshSigner,
} from '@gridseal/sdk/credential/ssh';
import { randomBytes, sha256, wipe } from '@gridseal/sdk/crypto';
import { DecodeError, VerificationError } from '@gridseal/sdk/errors';
import { PrivateKeyPem } from '@gridseal/sdk/identity';
import type { CaKey } from './caKeys.ts';

/** Shorter ones protect nothing from whoever has the file. */
export const shortestPassphrase = 12;

/** Whether a file has to be opened with a passphrase first; null if it is no key at all. */
export function isProtected(text: string): boolean | null {
  if (text.includes('BEGIN OPENSSH PRIVATE KEY')) return isEncryptedPrivateKey(openSshIn(text));
  if (text.includes('BEGIN ENCRYPTED PRIVATE KEY')) return true;
  return /BEGIN (?:EC )?PRIVATE KEY/.test(text) ? false : null;
}

/**
 * Reads an SSH authority's key: OpenSSH's own format, or PKCS #8.
 *
 * @throws {DecodeError} for what is no such key. @throws {VerificationError} if the passphrase is not the right one.
 */
export async function readSshKey(name: string, text: string, passphrase: string): Promise<CaKey> {
  return sshKeyOf(name, await readSecret(text, passphrase));
}

/** A new SSH authority, and the one file with its key, which only the passphrase opens. */
export async function makeSshKey(name: string, passphrase: string): Promise<{ key: CaKey; file: string }> {
  const secret = generatePrivateKey(randomBytes, name);
  const file = await encryptPrivateKey(secret, passphrase, { random: randomBytes });
  return { key: sshKeyOf(name, secret), file };
}

function sshKeyOf(name: string, secret: SshPrivateKey): CaKey {
  return {
    id: fingerprint(secret.publicKey),
    name,
    kind: 'ssh',
    fingerprint: fingerprint(secret.publicKey),
    publicText: formatPublicKey(secret.publicKey),
    signer: sshSigner(secret),
    ...wiping(() => wipe(secret.secret)),
  };
}

const openSshIn = (text: string) => text.slice(text.indexOf('-----BEGIN OPENSSH')).trim();

async function readSecret(text: string, passphrase: string): Promise<SshPrivateKey> {
  if (text.includes('BEGIN OPENSSH PRIVATE KEY')) {
    const file = openSshIn(text);
    return isEncryptedPrivateKey(file) ? decryptPrivateKey(file, passphrase) : parsePrivateKey(file);
  }
  const { algorithm, privateKey } = await readPkcs8(text, passphrase);
  if (algorithm === 'Ed25519') return ed25519PrivateKey(privateKey);
  if (algorithm === 'P-256') return ecdsaPrivateKey('nistp256', privateKey);
  if (algorithm === 'P-521') return ecdsaPrivateKey('nistp521', privateKey);
  throw new DecodeError(`is a key of ${algorithm}, which SSH does not know`, { field: 'privateKey' });
}

function readPkcs8(text: string, passphrase: string) {
  const pem = keyBlock(text);
  return PrivateKeyPem.isEncrypted(pem) ? PrivateKeyPem.decrypt(pem, passphrase) : PrivateKeyPem.decode(pem);
}

/** The key's block alone: the certificates may stand in the same file. */
function keyBlock(text: string): string {
  const block = /-----BEGIN ((?:ENCRYPTED |EC )?PRIVATE KEY)-----[^-]+-----END \1-----/.exec(text.slice(0, 262_144));
  if (!block) throw new DecodeError('has no private key in PEM', { field: 'privateKey' });
  return `${block[0]}\n`;
}

/**
 * Reads a TLS authority: its key in PKCS #8, and its chain in PEM, own certificate first, root last.
 *
 * @param at Seconds since 1970: when the chain has to hold.
 * @throws {DecodeError}, {VerificationError} if the chain is not one of the key, or the passphrase is not the right one.
 */
export async function readTlsKey(
  name: string,
  text: string,
  { passphrase, at }: { readonly passphrase: string; readonly at: number },
): Promise<CaKey> {
  const tls = await loadTls();
  const { algorithm, privateKey } = await readPkcs8(text, passphrase);
  if (algorithm !== 'P-256' && algorithm !== 'Ed25519') {
    throw new DecodeError(`is a key of ${algorithm}; here P-256 and Ed25519 sign`, { field: 'privateKey' });
  }
  const plain = PrivateKeyPem.encode({ algorithm, privateKey });
  const key = await tls.parseTlsPrivateKey(plain, algorithm);
  wipe(privateKey);
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new DecodeError('has no certificate of the authority', { field: 'chain' });
  const chain = blocks.map((block) => decodePem(`${block}\n`, ['CERTIFICATE'], 'chain').bytes);
  const authority = await tls.adoptTlsChain({ chain: blocks, privateKey: key }, chain, { at, random: randomBytes });
  return tlsKeyOf(name, authority, await tls.readTlsFacts(chain[0] as Uint8Array));
}

/** A new root for TLS, and the one file with its key, which only the passphrase opens, and its certificate. */
export async function makeTlsKey(
  name: string,
  passphrase: string,
  validity: { readonly notBefore: number; readonly notAfter: number },
): Promise<{ key: CaKey; file: string }> {
  const tls = await loadTls();
  const keys = await tls.generateTlsKeys('P-256');
  const authority = await tls.createTlsAuthority({ commonName: name, keys, ...validity, random: randomBytes });
  const secret = await PrivateKeyPem.decode(await tls.formatTlsPrivateKey(keys.privateKey));
  try {
    const file = `${await PrivateKeyPem.encrypt(secret, passphrase)}${authority.chain.join('')}`;
    return { key: tlsKeyOf(name, authority, validity), file };
  } finally {
    wipe(secret.privateKey);
  }
}

function tlsKeyOf(
  name: string,
  authority: Extract<CaKey, { kind: 'tls' }>['authority'],
  { notAfter }: { readonly notAfter: number },
): CaKey {
  const own = decodePem(authority.chain[0] as string, ['CERTIFICATE'], 'chain').bytes;
  const digest = sha256(own);
  return {
    id: `tls ${toBase64(digest)}`,
    name,
    kind: 'tls',
    fingerprint: `SHA256:${toBase64(digest).replace(/=+$/, '')}`,
    publicText: authority.chain.at(-1) as string,
    authority,
    notAfter,
    // WebCrypto keeps it: the browser frees it with the page.
    ...wiping(() => undefined),
  };
}

function wiping(work: () => void): Pick<CaKey, 'wipe' | 'isWiped'> {
  let isWiped = false;
  return {
    isWiped: () => isWiped,
    wipe: () => {
      isWiped = true;
      work();
    },
  };
}

/** The X.509 library needs the metadata reflection API before it is loaded, and is loaded only where TLS is. */
async function loadTls() {
  await import('reflect-metadata');
  return import('@gridseal/sdk/credential/tls');
}

/** Whether an error means that the passphrase was wrong. */
export function isWrongPassphrase(error: unknown): boolean {
  return error instanceof VerificationError && (error.field === 'privateKey' || error.field === 'password');
}

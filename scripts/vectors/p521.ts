/**
 * Writes test/vectors/p521.json: signatures of one P-521 key by OpenSSL's rules (RFC 6979 nonces, so that they are the same every
 * time), with hints and without, for the Solidity tests.
 *
 *     node scripts/vectors/p521.ts
 */
import { writeFileSync } from 'node:fs';
import { keccak256, toHex } from 'viem';
import { fromHex } from '../../sdk/src/bytes/index.ts';
import { p521Signer } from '../../sdk/src/crypto/index.ts';
import { addHints } from '../../sdk/src/crypto/p521/index.ts';
import { inProject } from '../lib/paths.ts';
import { tableCode } from '../verifiers/p521/table.ts';

const nowhere = '0x0000000000000000000000000000000000000521';
const privateKey = fromHex(`0x00${'5a'.repeat(65)}`);
const digest = keccak256(toHex('gridseal p521'));

async function signed(hash: 'SHA-512' | 'SHA-256') {
  const signer = p521Signer(privateKey, nowhere, hash);
  const signature = await signer.sign(digest);
  const publicKey = signer.publicKey.subarray(1);
  const hinted = toHex(addHints({ publicKey, digest: fromHex(digest), signature: fromHex(signature), hash }));
  return { plain: signature, hinted };
}

const { publicKey } = p521Signer(privateKey, nowhere);
const vectors = {
  source: 'scripts/vectors/p521.ts',
  table: tableCode(),
  key: toHex(publicKey.subarray(1)),
  digest,
  sha512: await signed('SHA-512'),
  sha256: await signed('SHA-256'),
};
writeFileSync(inProject('test', 'vectors', 'p521.json'), `${JSON.stringify(vectors, null, 2)}\n`);

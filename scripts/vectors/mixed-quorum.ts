import { writeFile } from 'node:fs/promises';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import type { Signer } from '../../sdk/src/crypto/index.ts';
import { type Action, Quorum, TypedData } from '../../sdk/src/quorum/index.ts';
import { mixedSigners, type SignerKind } from '../../test/support/mixedSigners.ts';
import { tableCode } from '../verifiers/p521/table.ts';

const file = new URL('../../test/vectors/mixed-quorum.json', import.meta.url);

const on = { chainId: 31_337, registry: '0x5615deb798bb3e4dfa0139dfa1b3d433cc23b72f' } as const;
const deadline = 1_795_158_000;
const certificate: Hex = `0x${'ce'.repeat(32)}`;

/** Places for the contracts that no compiler's output decides, so that the vectors stay as they are. */
const placed = (number: number): Hex => `0x${number.toString(16).padStart(40, '7')}`;
const verifiers = {
  p256: placed(1),
  p521: placed(2),
  p521Sha256: placed(3),
  slhDsa: placed(4),
  webAuthn: placed(5),
  rsa: placed(6),
};
const p521Table = placed(7);

/** A quorum of which all have to approve, and its endorsement of the certificate. */
async function endorsed(kinds: readonly SignerKind[], signers: Readonly<Record<SignerKind, Signer>>) {
  const members = kinds.map((kind) => ({ signer: signers[kind].signer }));
  const definition = Quorum.from({ members, threshold: kinds.length });
  const quorum = Quorum.id(definition);
  const message = { certificate, quorum, version: 1, deadline };
  const action: Action.Endorse = { action: 'endorse', ...on, message };
  const digest = TypedData.digest(action);
  const signed = definition.members.map(async ({ signer, weight }, index) => {
    const kind = kinds.find((one) => signers[one].signer === signer) as SignerKind;
    return { index, kind, signer, weight, signature: await signers[kind].sign(digest) };
  });
  return { quorum, digest, members: await Promise.all(signed) };
}

/** Quorums of every kind of key, for the rules that a chain may have. */
export async function mixedQuorumVectors() {
  const signers = await mixedSigners(verifiers, 'vectors');
  return {
    source: 'scripts/vectors/mixed-quorum.ts, made with the SDK (OpenSSL and noble) from fixed keys',
    ...on,
    certificate,
    deadline,
    verifiers,
    p521Table: { address: p521Table, code: tableCode() },
    cancun: await endorsed(['wallet', 'passkey', 'p521', 'slhDsa'], signers),
    london: await endorsed(['wallet', 'chip', 'p521', 'slhDsa'], signers),
  };
}

if (import.meta.main) await writeFile(file, `${JSON.stringify(await mixedQuorumVectors(), null, 2)}\n`);

import { concat, type Hex, hexToBytes, keccak256, toHex } from 'viem';
import { p521Signer } from '../../sdk/src/crypto/index.ts';
import { addHints } from '../../sdk/src/crypto/p521/index.ts';
import { type P521Chain, type Rules, startP521Chain, verifyCall } from '../../test/support/p521Chain.ts';
import { type Measurement, measured, percentile } from './measurement.ts';

const SIGNATURES = 1_000;
const OLDER_SIGNATURES = 200;
const NOWHERE = '0x0000000000000000000000000000000000000521';

/** The gas of one verification: of the whole transaction, and of what its code does. */
interface Cost {
  readonly transaction: number;
  readonly execution: number;
}

/**
 * The gas of `P521Verifier.verify` for random keys and digests, by real transactions to it on a new in-process chain.
 *
 * Execution is what the transaction costs beyond its intrinsic gas (21,000, and 4 or 16 for a byte of calldata).
 */
export async function* measure(): AsyncGenerator<Measurement> {
  const osaka = await costs('osaka', SIGNATURES);
  const older = { prague: await costs('prague', OLDER_SIGNATURES), london: await costs('london', OLDER_SIGNATURES) };
  for (const [kind, goal] of [
    ['hinted', 2_000_000],
    ['plain', 3_500_000],
  ] as const) {
    const name = `gas.verify.p521.${kind}`;
    const execution = osaka[kind].map((cost) => cost.execution);
    yield measured(`${name}.min`, percentile(execution, 0), 'gas');
    yield measured(`${name}.median`, percentile(execution, 0.5), 'gas');
    yield measured(`${name}.worst`, percentile(execution, 1), 'gas', goal);
    yield measured(`${name}.tx`, Math.max(...osaka[kind].map((cost) => cost.transaction)), 'gas');
    for (const rules of ['prague', 'london'] as const) {
      yield measured(`${name}.${rules}`, Math.max(...older[rules][kind].map((cost) => cost.execution)), 'gas', goal);
    }
  }
}

async function costs(rules: Rules, count: number): Promise<Record<'hinted' | 'plain', Cost[]>> {
  const chain = await startP521Chain(rules);
  const [hinted, plain]: [Cost[], Cost[]] = [[], []];
  for (let i = 0; i < count; i++) {
    const { key, digest, signature } = await sample(i);
    plain.push(await cost(chain, verifyCall(key, digest, signature)));
    const more = { publicKey: hexToBytes(key), digest: hexToBytes(digest), signature: hexToBytes(signature) };
    hinted.push(await cost(chain, verifyCall(key, digest, toHex(addHints(more)))));
  }
  await chain.close();
  return { hinted, plain };
}

/** The same keys and digests in each run; signatures are deterministic. */
async function sample(i: number): Promise<{ readonly key: Hex; readonly digest: Hex; readonly signature: Hex }> {
  const [first, second, digest] = ['first', 'second', 'digest'].map((part) =>
    keccak256(toHex(`p521 ${i} ${part}`)),
  ) as [Hex, Hex, Hex];
  const signer = p521Signer(hexToBytes(concat(['0x0000', first, second])), NOWHERE);
  return { key: toHex(signer.publicKey.subarray(1)), digest, signature: await signer.sign(digest) };
}

async function cost(chain: P521Chain, data: Hex): Promise<Cost> {
  const { gasUsed, status } = await chain.send(data, chain.verifiers['SHA-512']);
  if (status !== '0x1') throw new Error('The verification was reverted.');
  const bytes = hexToBytes(data);
  const intrinsic = bytes.reduce((all, byte) => all + (byte === 0 ? 4 : 16), 21_000);
  return { transaction: Number(gasUsed), execution: Number(gasUsed) - intrinsic };
}

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bytesToHex, encodeFunctionData, type Hex } from 'viem';
import { slhDsaVerifierBytecode } from '../../sdk/src/generated/bytecode/slhDsaVerifier.ts';
import { slhDsaVerifierAbi as abi } from '../../sdk/src/generated/index.ts';
import { createVerifierBench } from '../../test/support/verifierBench.ts';
import { type Measurement, measured, percentile } from './measurement.ts';

const SAMPLES = 1_000;
const BATCH = 40;
const SIGNATURE_BYTES = 7_856;
const EXECUTION_GOAL = 600_000;
const TRANSACTION_GOAL = 800_000;

function callOf(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): Hex {
  const args = [bytesToHex(key), bytesToHex(digest), bytesToHex(signature)] as const;
  return encodeFunctionData({ abi, functionName: 'verify', args });
}

/** A signature that is one: what is measured has to be a verifier. */
function validCall(): Hex {
  const { publicKey, privateKey } = generateKeyPairSync('slh-dsa-sha2-128s');
  const key = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const digest = randomBytes(32);
  return callOf(key, digest, sign(null, digest, privateKey));
}

/**
 * The gas of the SLH-DSA verifier under London rules. How long the hash chains are depends on the signature, which looks random;
 * whatever it is, it is followed to its end. So random bytes cost what signatures cost, and need no time to be signed.
 */
export async function* measure(): AsyncGenerator<Measurement> {
  const bench = await createVerifierBench('london');
  const verifier = await bench.deploy({ abi, bytecode: slhDsaVerifierBytecode });
  const [valid] = await bench.measure(verifier, [validCall()]);
  if (!valid?.word.startsWith('0x024ad318')) throw new Error('The verifier refuses a valid signature.');
  const gas = [valid.gas];
  let costliest: { readonly call: Hex; readonly gas: number } | undefined;
  for (let done = 0; done < SAMPLES; done += BATCH) {
    const calls = Array.from({ length: BATCH }, () =>
      callOf(randomBytes(32), randomBytes(32), randomBytes(SIGNATURE_BYTES)),
    );
    for (const [index, answer] of (await bench.measure(verifier, calls)).entries()) {
      gas.push(answer.gas);
      const call = calls[index];
      if (call !== undefined && answer.gas > (costliest?.gas ?? 0)) costliest = { call, gas: answer.gas };
    }
  }
  if (costliest === undefined) throw new Error('Nothing was measured.');
  yield measured('gas.verify.slhdsa128s.min', Math.min(...gas), 'gas');
  yield measured('gas.verify.slhdsa128s.median', percentile(gas, 0.5), 'gas', EXECUTION_GOAL);
  yield measured('gas.verify.slhdsa128s.worst', costliest.gas, 'gas', EXECUTION_GOAL);
  yield measured('gas.verify.slhdsa128s.tx', await bench.transact(verifier, costliest.call), 'gas', TRANSACTION_GOAL);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { randomBytes, sha256Hex } from '../../sdk/src/crypto/index.ts';
import { SigningKey } from '../../sdk/src/identity/index.ts';
import { type Sandbox, startSandbox } from '../../sdk/src/roles/sandbox/index.ts';
import { fourKinds } from '../story/anyKey.ts';
import { coSign, type Founded, foundQuorum, messageFor, type Person, submit } from '../story/people.ts';
import { type Measurement, measured, percentile } from './measurement.ts';

/** Gas depends a little on the keys and signatures, so each figure is the median of so many. */
const rounds = 5;

/** What endorsing costs with other keys than wallets: whole transactions on a local chain (Osaka rules), hints included. */
export async function* measure(): AsyncGenerator<Measurement> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-bench-'));
  try {
    const sandbox = await startSandbox({ directory });
    try {
      for (const [name, found] of Object.entries(quorums)) {
        const samples: number[] = [];
        for (let round = 0; round < rounds; round++) samples.push(await endorseOnce(sandbox, await found(sandbox)));
        yield measured(`gas.endorse.${name}`, percentile(samples, 0.5), 'gas');
      }
    } finally {
      await sandbox.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Signing {
  readonly quorum: Founded;
  /** Who sign, which is as many as are needed. */
  readonly people: readonly Person[];
}

type Choice = Parameters<typeof SigningKey.generate>[0];

/** Two of three keys of one kind. */
function twoOfThree(choiceOf: (sandbox: Sandbox) => Choice) {
  return async (sandbox: Sandbox): Promise<Signing> => {
    const people = await Promise.all(
      [1, 2, 3].map(async (number) => {
        const key = await SigningKey.generate(choiceOf(sandbox), randomBytes);
        return { name: `Owner ${number}`, signer: SigningKey.toSigner(key) };
      }),
    );
    return { quorum: await foundQuorum(sandbox, people, { threshold: 2 }), people: people.slice(0, 2) };
  };
}

const quorums: Readonly<Record<string, (sandbox: Sandbox) => Promise<Signing>>> = {
  mixed4: async (sandbox) => {
    const people = await fourKinds(sandbox, randomBytes);
    return { quorum: await foundQuorum(sandbox, people, { threshold: people.length }), people };
  },
  'p521.2of3': twoOfThree(({ addresses }) => ({ algorithm: 'P-521', verifier: addresses.p521Verifier })),
  'slhdsa128s.2of3': twoOfThree(({ addresses }) => ({
    algorithm: 'SLH-DSA-SHA2-128s',
    verifier: addresses.slhDsaVerifier,
  })),
};

/** The gas of one endorsement of a certificate that nobody has endorsed before. */
async function endorseOnce(sandbox: Sandbox, { quorum, people }: Signing): Promise<number> {
  const action = await messageFor(sandbox, 'endorse', quorum, sha256Hex(randomBytes(32)));
  const { packed } = await coSign(sandbox, quorum, action, people);
  const { gasUsed } = await submit(sandbox, action, packed as Hex);
  return gasUsed;
}

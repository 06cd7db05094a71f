import { writeFile } from 'node:fs/promises';
import { testAccount } from '../../../test/support/anvil.ts';
import { addressAt } from '../../../test/support/networkWorld.ts';
import { toHex } from '../bytes/index.ts';
import type { Chain } from '../chain/index.ts';
import type { Home } from './cli.fixtures.ts';
import { createHomeHere } from './here.fixtures.ts';

function callsOf({ run, json, failure }: Pick<Home, 'run' | 'json' | 'failure'>, env: NodeJS.ProcessEnv) {
  const withEnv = (more: NodeJS.ProcessEnv = {}) => ({ env: { ...env, ...more } });
  const ocn = (line: string) => ['ocn', ...line.split(' '), '--yes'];
  return {
    /** What programs get of `gridseal ocn …`, with every question answered with yes. */
    ocn: async (line: string, more: NodeJS.ProcessEnv = {}) => {
      const { code, data, stderr } = await json(ocn(line), withEnv(more));
      return { code, data, stderr };
    },
    /** A call that has to fail. */
    refused: (line: string, more: NodeJS.ProcessEnv = {}) => failure(ocn(line), withEnv(more)),
    /** What people see. */
    page: (line: string, more: NodeJS.ProcessEnv = {}) => run(ocn(line), withEnv(more)),
    raw: (args: readonly string[], more: NodeJS.ProcessEnv = {}) => run(args, withEnv(more)),
  };
}

/** A home whose wallets are some of a test chain's accounts, with that chain as its own. */
export async function createRegistryHome(rpcUrl: string, chain: Chain, wallets: Readonly<Record<string, number>>) {
  const home = await createHomeHere();
  const env = {
    GRIDSEAL_RPC_URL: rpcUrl,
    GRIDSEAL_CHAIN_ID: String(chain.chainId),
    GRIDSEAL_NODE_REGISTRY: chain.addresses.nodeRegistry ?? '',
  };
  for (const [name, index] of Object.entries(wallets)) {
    const key = testAccount(index).getHdKey().privateKey as Uint8Array;
    await writeFile(home.file(`${name}.key`), toHex(key), { mode: 0o600 });
    const { code, stderr } = await home.run(['wallet', 'import', name, '--key-file', home.file(`${name}.key`)]);
    if (code !== 0) throw new Error(stderr);
  }
  return {
    ...home,
    address: (name: string) => addressAt(wallets[name] as number),
    ...callsOf(home, env),
    /** The same as processes of their own. */
    apart: callsOf(home.apart, env),
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}

export type RegistryHome = Awaited<ReturnType<typeof createRegistryHome>>;

import { writeFile } from 'node:fs/promises';
import { toHex } from '../../sdk/src/bytes/index.ts';
import { createHome } from '../../sdk/src/cli/cli.fixtures.ts';
import { testAccount } from './anvil.ts';
import type { LocalChain } from './localChain.ts';

/**
 * A home whose commands speak to a running chain, with the wallet `payer`, which has ether there.
 *
 * @example
 * ```ts
 * await using home = await createSignerHome(local);
 * await home.ok('signer', 'create', 'alice', '--algorithm', 'P-521');
 * ```
 */
export async function createSignerHome(local: LocalChain) {
  const home = await createHome();
  const env = { GRIDSEAL_RPC_URL: local.node.rpcUrl, GRIDSEAL_CHAIN_ID: String(local.chain.chainId) };
  const key = testAccount(1).getHdKey().privateKey as Uint8Array;
  await writeFile(home.file('payer.key'), toHex(key), { mode: 0o600 });
  await home.run(['wallet', 'import', 'payer', '--key-file', home.file('payer.key')]);
  return {
    file: home.file,
    folder: home.folder,
    run: (...args: readonly string[]) => home.run(args, { env }),
    /** The data of a call that has to go well. */
    ok: async (...args: readonly string[]) => {
      const { code, data, stderr } = await home.json(args, { env });
      if (code !== 0) throw new Error(`gridseal ${args.join(' ')}: status ${code}\n${stderr}`);
      return data;
    },
    /** What a call came to, whichever way. */
    json: (...args: readonly string[]) => home.json(args, { env }),
    failure: (...args: readonly string[]) => home.failure(args, { env }),
    [Symbol.asyncDispose]: home[Symbol.asyncDispose],
  };
}

export type SignerHome = Awaited<ReturnType<typeof createSignerHome>>;

/** A certificate that nobody else has, proposed to a quorum: the path of the proposal's file. */
export async function proposeTo(home: SignerHome, quorum: string, name: string): Promise<{ id: string; file: string }> {
  const signer = `0x${'ab'.repeat(20)}`;
  const draft = ['certificate', 'draft', '--kind', 'authority', '--name', name, '--signer', signer];
  const { id } = await home.ok(...draft, '--usage', 'signCertificates');
  const file = home.file(`${name.replaceAll(' ', '-')}.json`);
  await home.ok('certificate', 'propose', id, '--quorum', quorum, '--out', file);
  return { id, file };
}

import path from 'node:path';
import { fromHex, toHex } from '../../../bytes/index.ts';
import { Keystore } from '../../../identity/index.ts';
import type { Sandbox } from '../../../roles/sandbox/index.ts';
import { updateConfig } from '../../framework/configFile.ts';
import type { Context } from '../../framework/context.ts';
import { writeWhole } from '../../framework/files.ts';
import { walletFile } from '../shared/wallets.ts';

/** The keys of these wallets are public, so their password protects nothing and their cost is small. */
const sandboxPassword = 'sandbox';
const sandboxCost = 1_024;

/** One of the sandbox's funded accounts, and what its wallet is called in a home. */
export interface SandboxWallet {
  readonly name: string;
  readonly index: number;
}

/**
 * Points a home's settings at a sandbox.
 *
 * @param more further settings, for example `trust.anchors`.
 */
export async function configureSandboxHome(
  { chainId, rpcUrl, addresses, ipfs }: Sandbox,
  { configFile }: Pick<Context, 'configFile'>,
  more: Readonly<Record<string, string | readonly string[]>> = {},
): Promise<void> {
  const changes = {
    'chain.chainId': chainId,
    'chain.rpcUrls': [rpcUrl],
    'chain.quorumRegistry': addresses.quorumRegistry,
    'chain.keyAnnouncements': addresses.keyAnnouncements,
    'chain.nodeRegistry': addresses.nodeRegistry,
    'chain.p256Verifier': addresses.p256Verifier,
    'ipfs.rpcUrls': [ipfs.rpc],
    'ipfs.gatewayUrls': [ipfs.gateway],
  };
  await updateConfig(configFile, new Map(Object.entries({ ...changes, ...more })));
}

/** Puts funded wallets into a home, and their password into `sandbox.password` beside them. */
export async function makeSandboxWallets(
  sandbox: Sandbox,
  wallets: readonly SandboxWallet[],
  context: Pick<Context, 'home'>,
): Promise<void> {
  for (const { name, index } of wallets) {
    const key = sandbox.account(index).getHdKey().privateKey;
    if (!key) throw new Error('a sandbox account has no key');
    const json = await Keystore.encrypt(fromHex(toHex(key)), sandboxPassword, { cost: sandboxCost });
    await writeWhole(walletFile(context, name), json, { mode: 0o600, makeFolder: true, replace: true });
  }
  if (wallets.length === 0) return;
  const file = path.join(context.home, 'sandbox.password');
  await writeWhole(file, `${sandboxPassword}\n`, { mode: 0o600, makeFolder: true, replace: true });
}

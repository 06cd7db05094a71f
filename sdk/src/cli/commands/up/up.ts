import { existsSync } from 'node:fs';
import path from 'node:path';
import { fromHex, toHex } from '../../../bytes/index.ts';
import { Keystore } from '../../../identity/index.ts';
import { type Sandbox, startSandbox } from '../../../roles/sandbox/index.ts';
import type { Action } from '../../framework/command.ts';
import { updateConfig } from '../../framework/configFile.ts';
import type { Context } from '../../framework/context.ts';
import { writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { toInteger } from '../../framework/values.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { walletFile } from '../shared/wallets.ts';

/** The keys of these wallets are public, so their password protects nothing and their cost is small. */
const sandboxPassword = 'sandbox';
const sandboxCost = 1_024;

async function configure(sandbox: Sandbox, input: Input, context: Context): Promise<boolean> {
  if (existsSync(context.configFile) && !input.flag('configure')) return false;
  const { addresses } = sandbox;
  const changes = new Map<string, string | number | readonly string[] | null>([
    ['chain.chainId', sandbox.chainId],
    ['chain.rpcUrls', [sandbox.rpcUrl]],
    ['chain.quorumRegistry', addresses.quorumRegistry],
    ['chain.keyAnnouncements', addresses.keyAnnouncements],
    ['chain.p256Verifier', addresses.p256Verifier],
    ['ipfs.rpcUrls', [sandbox.ipfs.rpc]],
    ['ipfs.gatewayUrls', [sandbox.ipfs.gateway]],
  ]);
  await updateConfig(context.configFile, changes);
  return true;
}

async function makeWallets(sandbox: Sandbox, count: number, context: Context): Promise<string[]> {
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const key = sandbox.account(i).getHdKey().privateKey;
    if (!key) throw new Error('a sandbox account has no key');
    const name = `sandbox-${i}`;
    const json = await Keystore.encrypt(fromHex(toHex(key)), sandboxPassword, { cost: sandboxCost });
    await writeWhole(walletFile(context, name), json, { mode: 0o600, makeFolder: true, replace: true });
    names.push(name);
  }
  if (count > 0) {
    const file = path.join(context.home, 'sandbox.password');
    await writeWhole(file, `${sandboxPassword}\n`, { mode: 0o600, makeFolder: true, replace: true });
  }
  return names;
}

export const up: Action = async (input, context) => {
  const port = (name: string) => toInteger(input.required(name), 0, 65_535);
  const blockTime = input.optional('blockTime');
  const count = toInteger(input.required('wallets'), 0, 10);
  context.stopInGoodOrder();
  const sandbox = await startSandbox({
    directory: path.resolve(input.optional('directory')?.text ?? path.join(context.home, 'sandbox')),
    ports: { chain: port('chainPort'), ipfs: port('ipfsPort'), gateway: port('gatewayPort') },
    ...(blockTime ? { blockSeconds: toInteger(blockTime, 1, 3_600) } : {}),
  });
  try {
    const configured = await configure(sandbox, input, context);
    const wallets = await makeWallets(sandbox, count, context);
    const { chainId, rpcUrl, ipfs, addresses } = sandbox;
    const next = [`export GRIDSEAL_HOME=${context.home}`];
    if (count > 0) next.push('export GRIDSEAL_PASSWORD_FILE=$GRIDSEAL_HOME/sandbox.password');
    await context.emit({
      data: { chainId, rpcUrl, ipfs, addresses, wallets, configured, config: context.configFile },
      text: [
        {
          kind: 'fields',
          rows: [
            ['Chain', `${rpcUrl} (id ${chainId})`],
            ['IPFS', ipfs.rpc],
            ['Gateway', ipfs.gateway],
            ['QuorumRegistry', addresses.quorumRegistry],
            ['KeyAnnouncements', addresses.keyAnnouncements],
            ['P-256 verifier', addresses.p256Verifier],
            [
              'Settings',
              configured ? shortPath(context.configFile, context) : 'left as they are (--configure replaces them)',
            ],
            ['Wallets', wallets.length > 0 ? wallets.join(', ') : undefined],
          ],
        },
        { kind: 'next', commands: [...next, 'gridseal doctor', 'gridseal quorum create --help'] },
        { kind: 'lines', lines: [{ text: 'Ctrl-C ends it.', tone: 'dim' }] },
      ],
      brief: rpcUrl,
    });
    await Promise.race([sandbox.ended, aborted(context.signal)]);
  } finally {
    await sandbox.stop();
  }
  return null;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

import { existsSync } from 'node:fs';
import path from 'node:path';
import { startSandbox } from '../../../roles/sandbox/index.ts';
import type { Action } from '../../framework/command.ts';
import { toInteger } from '../../framework/values.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { configureSandboxHome, makeSandboxWallets } from './sandboxHome.ts';

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
    const configured = !existsSync(context.configFile) || input.flag('configure');
    if (configured) await configureSandboxHome(sandbox, context);
    const wallets = Array.from({ length: count }, (_, index) => ({ name: `sandbox-${index}`, index }));
    await makeSandboxWallets(sandbox, wallets, context);
    const names = wallets.map(({ name }) => name);
    const { chainId, rpcUrl, ipfs, addresses } = sandbox;
    const next = [`export GRIDSEAL_HOME=${context.home}`];
    if (count > 0) next.push('export GRIDSEAL_PASSWORD_FILE=$GRIDSEAL_HOME/sandbox.password');
    await context.emit({
      data: { chainId, rpcUrl, ipfs, addresses, wallets: names, configured, config: context.configFile },
      text: [
        {
          kind: 'fields',
          rows: [
            ['Chain', `${rpcUrl} (id ${chainId})`],
            ['IPFS', ipfs.rpc],
            ['Gateway', ipfs.gateway],
            ['QuorumRegistry', addresses.quorumRegistry],
            ['KeyAnnouncements', addresses.keyAnnouncements],
            ['NodeRegistry', addresses.nodeRegistry],
            ['P-256 verifier', addresses.p256Verifier],
            [
              'Settings',
              configured ? shortPath(context.configFile, context) : 'left as they are (--configure replaces them)',
            ],
            ['Wallets', names.length > 0 ? names.join(', ') : undefined],
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

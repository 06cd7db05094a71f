import { BaseError } from '../../../errors/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Cell } from '../../framework/page.ts';
import { toName } from '../../framework/values.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { walletAddress, walletFile, walletNames } from '../shared/wallets.ts';

export const list: Action = async (_input, context) => {
  const wallets: { name: string; address: string | null; problem: string | null }[] = [];
  for (const name of await walletNames(context)) {
    try {
      wallets.push({ name, address: await walletAddress({ text: name, field: 'wallet' }, context), problem: null });
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      wallets.push({ name, address: null, problem: error.shortMessage });
    }
  }
  const rows = wallets.map(({ name, address, problem }): Cell[] => [
    name,
    address ?? { text: problem ?? '', tone: 'bad' },
  ]);
  return {
    data: { wallets },
    text:
      rows.length === 0
        ? [
            { kind: 'lines', lines: ['This home has no wallet yet.'] },
            { kind: 'next', commands: ['gridseal wallet create NAME'] },
          ]
        : [{ kind: 'table', head: ['NAME', 'ADDRESS'], rows }],
    brief: wallets.map(({ name }) => name),
  };
};

export const show: Action = async (input, context) => {
  const given = input.argument('name');
  const name = toName(given);
  const address = await walletAddress(given, context);
  const file = walletFile(context, name);
  return {
    data: { name, address, signer: address, file },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Wallet', name],
          ['Address', address],
          ['File', shortPath(file, context)],
        ],
      },
    ],
    brief: address,
  };
};

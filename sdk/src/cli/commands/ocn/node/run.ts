import path from 'node:path';
import type { Hex } from '../../../../bytes/index.ts';
import type { Signer } from '../../../../crypto/index.ts';
import { ConfigurationError } from '../../../../errors/index.ts';
import { decodeOcnNodeConfig, type OcnNodeConfig, startOcnNode } from '../../../../roles/ocnNode/index.ts';
import type { Action, Result } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { readCapped } from '../../../framework/files.ts';
import type { Input } from '../../../framework/input.ts';
import { knownAddresses } from '../../shared/knownAddresses.ts';
import { unlockSigner } from '../../shared/openSigner.ts';
import { unlockWalletNamed, walletAddress } from '../../shared/wallets.ts';

/** A list of a thousand legacy peers fits. */
const maxBytes = 262_144;
/** What a stop needs beside draining and the longest exchange: writing answers, closing the database. */
const closeMs = 15_000;

async function readConfig(file: string): Promise<OcnNodeConfig> {
  const text = new TextDecoder().decode(await readCapped(file, { maxBytes, field: '--node' }));
  try {
    return decodeOcnNodeConfig(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ConfigurationError('is not JSON', { field: file, cause: error });
    throw error;
  }
}

/** The operator's address, and the key that signs for the node. */
async function openKeys(
  { operator }: OcnNodeConfig,
  input: Input,
  context: Context,
): Promise<{ readonly operator: Hex; readonly signer: Signer }> {
  const wallet = operator.wallet && { text: operator.wallet, field: 'node.json: operator.wallet' };
  if (!operator.messageKey) {
    const { signer } = await unlockWalletNamed(wallet || { text: '', field: 'node.json: operator' }, input, context);
    return { operator: signer.signer, signer };
  }
  const key = { text: operator.messageKey, field: 'node.json: operator.messageKey' };
  const { signer } = await unlockSigner(key, input, context, knownAddresses());
  const address = operator.address ?? (wallet ? await walletAddress(wallet, context) : signer.signer);
  return { operator: address, signer };
}

function checked(config: OcnNodeConfig, operator: Hex, signer: Signer): Result {
  const { host, port } = config.listen;
  return {
    data: { url: config.url, operator, key: signer.signer, listen: { host, port }, chainId: config.chain.chainId },
    text: [
      {
        kind: 'fields',
        rows: [
          ['URL', config.url],
          ['Operator', operator],
          [
            'Message key',
            signer.signer.toLowerCase() === operator.toLowerCase() ? 'the operator’s wallet' : signer.signer,
          ],
          ['Listens on', `${host}:${port}`],
        ],
      },
    ],
    brief: config.url,
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

export const runNode: Action = async (input, context) => {
  const file = path.resolve(input.required('node').text);
  const config = await readConfig(file);
  const { operator, signer } = await openKeys(config, input, context);
  if (input.flag('check')) return checked(config, operator, signer);
  context.stopInGoodOrder((config.drainSeconds + config.policy.timeoutSeconds * 2) * 1_000 + closeMs);
  const { env, signal } = context;
  const node = await startOcnNode({ config, folder: path.dirname(file), env, operator, signer, signal });
  await aborted(signal);
  await node.close();
  return null;
};

import path from 'node:path';
import { encodeCanonicalJson, fromHex } from '../../../bytes/index.ts';
import { claimMany } from '../../../chain/index.ts';
import { decodeReceipt, type Receipt, readDeviceStatus } from '../../../roles/device/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import type { Block } from '../../framework/page.ts';
import { openChain } from '../shared/openChain.ts';
import { ipfsEndpoints, openStore } from '../shared/openStore.ts';
import { unlockWallet } from '../shared/wallets.ts';

/** A record is small; a receipt is not much more. */
const maxBytes = 65_536;

async function receiptsOf(input: Input): Promise<readonly Receipt[]> {
  const files = input.arguments('receipts');
  if (files.length === 0) {
    const { claims } = await readDeviceStatus(path.resolve(input.required('state').text));
    const [problem] = claims.problems;
    if (problem) throw problem;
    return claims.receipts;
  }
  return Promise.all(
    files.map(async ({ text }) => {
      const bytes = await readCapped(text, { field: '[receipts...]', maxBytes });
      return decodeReceipt(new Uint8Array(bytes), text);
    }),
  );
}

const facts = ({ device, authority, subject, epoch, record }: Receipt) => ({
  device,
  authority,
  subject,
  epoch,
  record,
});

function table(receipts: readonly Receipt[], states: readonly string[]): Block {
  if (receipts.length === 0) return { kind: 'lines', lines: ['No receipt is outstanding.'] };
  const rows = receipts.map(({ subject, epoch, device }, i) => [states[i] ?? '', epoch, subject, device.slice(0, 42)]);
  return { kind: 'table', head: ['STATE', 'EPOCH', 'SUBJECT', 'DEVICE'], rows };
}

async function relay(receipts: readonly Receipt[], input: Input, context: Context): Promise<Result> {
  const chain = await openChain(input);
  const { signal } = context;
  if (ipfsEndpoints(input).length > 0) {
    const store = openStore(input);
    // A claim whose record nobody can read would leave the next envelope without a key.
    for (const { recordBytes } of receipts) await store.writeBlock(fromHex(recordBytes), { signal });
  }
  const { account } = await unlockWallet(input, context);
  const result = await claimMany(chain, account, receipts, { signal });
  const transaction = result.outcome === 'done' ? result.receipt.transaction : null;
  const states = result.accepted.map((accepted) =>
    accepted ? 'recorded' : 'left out: recorded before, or not acceptable',
  );
  return {
    data: {
      transaction,
      receipts: receipts.map((receipt, i) => ({ ...facts(receipt), accepted: result.accepted[i] ?? false })),
    },
    text: [
      table(receipts, states),
      { kind: 'fields', rows: [['Transaction', transaction ?? 'none: there was nothing to record']] },
    ],
    brief: transaction ?? '',
    exitCode:
      result.outcome === 'already' || result.accepted.some((one) => one) ? exitCodes.ok.code : exitCodes.refused.code,
  };
}

export const claim: Action = async (input, context) => {
  const receipts = await receiptsOf(input);
  const out = input.optional('out');
  const relays = input.arguments('receipts').length > 0 || (input.optional('wallet') !== undefined && !out);
  if (out && !input.flag('dryRun')) {
    for (const receipt of receipts) {
      const name = `${receipt.device.slice(2, 18)}-${receipt.subject.slice(2, 18)}-${receipt.epoch}.json`;
      await writeWhole(path.join(path.resolve(out.text), name), encodeCanonicalJson(receipt), {
        replace: true,
        field: out.field,
      });
    }
  }
  if (relays && receipts.length > 0 && !input.flag('dryRun')) return relay(receipts, input, context);
  return {
    data: { dryRun: input.flag('dryRun'), receipts: receipts.map(facts), out: out ? path.resolve(out.text) : null },
    text: [
      table(
        receipts,
        receipts.map(() => 'outstanding'),
      ),
    ],
    brief: String(receipts.length),
  };
};

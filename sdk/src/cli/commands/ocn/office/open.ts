import type { Signer } from '../../../../crypto/index.ts';
import { type OfficeFile, type OfficeFiles, startOffice } from '../../../../roles/ocnTools/index.ts';
import type { Context } from '../../../framework/context.ts';
import type { Input } from '../../../framework/input.ts';
import { toName } from '../../../framework/values.ts';
import { unlockWalletNamed } from '../../shared/wallets.ts';
import { officeFiles } from './options.ts';

export type OfficeStart = Parameters<typeof startOffice>[0];

/** A back office of this home. */
export interface OpenOffice {
  readonly name: string;
  readonly files: OfficeFiles;
  readonly office: OfficeFile;
}

/** @throws {NotFoundError} if there is none. */
export async function openOffice(input: Input, context: Context): Promise<OpenOffice> {
  const name = toName(input.argument('office'));
  const files = officeFiles(context);
  return { name, files, office: await files.load(name) };
}

/** Asks for the wallet's password, if the party signs itself. */
export async function signerOf({ wallet }: OfficeFile, input: Input, context: Context): Promise<Signer | null> {
  if (wallet === null) return null;
  return (await unlockWalletNamed({ text: wallet, field: 'wallet of the office' }, input, context)).signer;
}

/** Starts a back office, does something with it, and stops it whatever comes of that. */
export async function withOffice<T>(
  { name, files, office }: OpenOffice,
  start: Omit<OfficeStart, 'office' | 'store'>,
  listens: boolean,
  work: (running: Awaited<ReturnType<typeof startOffice>>) => Promise<T>,
): Promise<T> {
  const running = await startOffice({ ...start, office, store: files.store(name, office) }, listens);
  try {
    return await work(running);
  } finally {
    await running.close();
  }
}

import path from 'node:path';
import type { Chain } from '../../../../chain/index.ts';
import { VerificationError } from '../../../../errors/index.ts';
import { ChangeFile } from '../../../../ocn/registry/index.ts';
import type { Result } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { readCapped, writeWhole } from '../../../framework/files.ts';
import type { Given, Input } from '../../../framework/input.ts';
import type { Block } from '../../../framework/page.ts';
import { homePaths, shortPath } from '../../shared/homeFolder.ts';
import { fileData } from './changePage.ts';

export async function readChangeFile({ text, field }: Given): Promise<ChangeFile.ChangeFile> {
  return ChangeFile.decode(await readCapped(text, { field, maxBytes: ChangeFile.MAX_CHANGE_BYTES }));
}

/** @throws {VerificationError} if the change is for another chain or contract than the one that the caller means. */
export function assertSameRegistry({ chainId, nodeRegistry }: ChangeFile.ChangeFile, chain: Chain): void {
  if (chainId !== chain.chainId) {
    throw new VerificationError(`is for chain ${chainId}, not ${chain.chainId}`, { field: 'change.chainId' });
  }
  const known = chain.addresses.nodeRegistry?.toLowerCase();
  if (nodeRegistry === known) return;
  throw new VerificationError(`is for the registry ${nodeRegistry}, not ${known}`, {
    field: 'change.nodeRegistry',
    metaMessages: ['If that is the one that you mean, give it with --node-registry.'],
  });
}

/** Where a file of a change goes: `--out`, or a name of its own among this home's proposals. */
export function changeFilePath(file: ChangeFile.ChangeFile, input: Input, context: Context): string {
  const ending = file.signature === undefined ? '' : '-signed';
  const name = `${file.change.action}-${file.digest.slice(2, 18)}${ending}.json`;
  return path.resolve(input.optional('out')?.text ?? path.join(homePaths(context.home).proposals, name));
}

/** Writes a file of a change, or with `--out -` its bytes alone, and says what to do next. */
export async function writeChangeFile(
  file: ChangeFile.ChangeFile,
  page: readonly Block[],
  next: (file: string) => readonly string[],
  input: Input,
  context: Context,
): Promise<Result> {
  const bytes = ChangeFile.encode(file);
  const out = input.optional('out');
  if (out?.text === '-') return { data: file, text: [{ kind: 'bytes', bytes }] };
  const where = changeFilePath(file, input, context);
  await writeWhole(where, bytes, { field: '--out', makeFolder: out === undefined });
  const short = shortPath(where, context);
  return {
    data: { ...fileData(file), file: where },
    text: [...page, { kind: 'fields', rows: [['File', short]] }, { kind: 'next', commands: next(short) }],
    brief: where,
  };
}

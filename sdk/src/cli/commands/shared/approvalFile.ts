import path from 'node:path';
import type { Hex } from '../../../bytes/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Input } from '../../framework/input.ts';
import { homePaths } from './homeFolder.ts';

/** Where an approval goes: `--out`, or a name of its own among this home's approvals. */
export function approvalFile(input: Input, context: Context, digest: Hex, who: string): string {
  const usual = path.join(homePaths(context.home).approvals, `${digest.slice(2, 18)}-${who}.json`);
  return path.resolve(input.optional('out')?.text ?? usual);
}

import path from 'node:path';
import { Proposal, signedParts } from '../../../quorum/index.ts';
import type { Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { homePaths, shortPath } from './homeFolder.ts';
import { signingPage } from './whatIsSigned.ts';

/** Writes a proposal to `--out` (`-`: stdout alone), or into the home's proposals, and says what to do next. */
export async function writeProposal(
  proposal: Proposal.Proposal,
  input: Input,
  context: Context,
  approveWith: string,
): Promise<Result> {
  const { digest } = signedParts(Proposal.actionOf(proposal));
  const page = signingPage(proposal);
  const out = input.optional('out');
  const named =
    out?.text ?? path.join(homePaths(context.home).proposals, `${proposal.action}-${digest.slice(2, 18)}.json`);
  const bytes = Proposal.encode(proposal);
  if (named === '-') return { data: proposal, text: [{ kind: 'bytes', bytes }] };
  const file = path.resolve(named);
  if (input.flag('dryRun')) return { data: { dryRun: true, proposal, digest }, text: page, brief: digest };
  await writeWhole(file, bytes, { field: '--out', makeFolder: out === undefined });
  return {
    data: { proposal, digest, file },
    text: [
      ...page,
      { kind: 'fields', rows: [['File', shortPath(file, context)]] },
      { kind: 'next', commands: [`${approveWith} ${shortPath(file, context)} --wallet NAME`] },
    ],
    brief: file,
  };
}

import type { Action } from '../../framework/command.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import { findOriginals } from './kept.ts';
import { verifiedPage } from './page.ts';
import { quorumOf, timeOf, verifyAll } from './trust.ts';

export const verify: Action = async (input, context) => {
  const quorum = await quorumOf(input);
  const at = timeOf(input, context);
  const found = await verifyAll(await findOriginals(input.argument('certificate'), context), { quorum, at }, context);
  const valid = found.every(({ verdict }) => verdict.valid);
  return {
    data: { valid, at, certificates: found },
    text: found.flatMap((one) => verifiedPage(one, at)),
    brief: found.map(({ verdict }) => (verdict.valid ? 'valid' : 'not valid')),
    exitCode: valid ? exitCodes.ok.code : exitCodes.verification.code,
  };
};

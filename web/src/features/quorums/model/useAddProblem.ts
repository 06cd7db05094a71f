import type { Hex } from '@gridseal/sdk/bytes';
import { sameKeys } from '@gridseal/sdk/quorum';
import { useQuorum } from '../../../data/index.ts';
import type { MemberDraft } from './draft.ts';
import type { KnownMember } from './memberKind.ts';
import type { MemberTextProblem } from './readMember.ts';

/** Why something that is a signer cannot be added here. */
export type AddProblem = MemberTextProblem | 'unknownQuorum' | 'already' | 'sameKey' | 'itself' | null;

/** Whether a signer is one of the members already, as it is or with its key in another form. */
export function repeats(members: readonly MemberDraft[], signer: Hex): 'already' | 'sameKey' | null {
  if (members.some((member) => member.signer === signer)) return 'already';
  const all = [...members, { signer }].map((one) => ({ signer: one.signer, weight: 1 }));
  return sameKeys({ members: all }).some(([, second]) => second === members.length) ? 'sameKey' : null;
}

/** Whether a signer can be added, as far as this browser can tell; `undefined` while the index is asked. */
export function useAddProblem(
  members: readonly MemberDraft[],
  signer: Hex | null,
  known: KnownMember | null,
  self: Hex | undefined,
): AddProblem | undefined {
  const { data: quorum } = useQuorum(known?.quorum ?? null);
  if (!signer) return null;
  if (self && signer === self.toLowerCase()) return 'itself';
  const repeated = repeats(members, signer);
  if (repeated) return repeated;
  if (!known?.quorum) return null;
  return quorum === undefined ? undefined : quorum === null ? 'unknownQuorum' : null;
}

import type { Proposal } from '@gridseal/sdk/quorum';

const COMMANDS = { endorse: 'certificate endorse', revoke: 'certificate revoke', rotate: 'quorum rotate' } as const;

/**
 * The command that verifies every approval in a parcel's file and says who has approved, without this page and without sending anything.
 * Null for what a member of another quorum is asked: its approvals are verified with those of that quorum.
 */
export function verifyCommand({ action }: Proposal.Proposal, file: string): string | null {
  return action === 'approve' ? null : `gridseal ${COMMANDS[action]} ${file} --dry-run`;
}

import type { Hex } from '@gridseal/sdk/bytes';
import { Proposal } from '@gridseal/sdk/quorum';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type ContentState, type ProposalRecord, useProposals } from '../../../data/index.ts';
import {
  type CaseContext,
  type CaseFile,
  isWaiting,
  listOptions,
  openCase,
  useCaseContext,
} from '../../../propose/index.ts';

/** More open proposals than people can read; what is beyond is reached by link. */
const MOST_ROWS = 300;

/** One proposal in the inbox. */
export interface InboxRow {
  readonly draft: Hex;
  /** The quorum that is asked; null if the draft came by file and cannot be read. */
  readonly quorum: Hex | null;
  /** What the chain says of it; null if it came by file or link alone. */
  readonly record: ProposalRecord | null;
  readonly content: ContentState;
  /** Null while the draft is not here. */
  readonly file: CaseFile | null;
  readonly waiting: boolean;
  readonly aside: boolean;
}

/** All proposals that this browser knows of. */
export function useInbox(withStrangers: boolean): UseQueryResult<readonly InboxRow[]> {
  const proposals = useProposals({ onlyFromMembers: !withStrangers, limit: MOST_ROWS });
  const ready = useCaseContext();
  const records = proposals.data?.items;
  const inbox = useQuery({
    ...listOptions,
    queryKey: ['approvals', 'inbox', withStrangers, proposals.dataUpdatedAt, ...(ready?.key ?? [])],
    queryFn: async () => {
      const { context } = ready as NonNullable<typeof ready>;
      const known = new Set(records?.map(({ draft }) => draft));
      const others = context.kept.drafts.filter((draft) => !known.has(draft));
      return Promise.all([
        ...others.map((draft) => importedRow(draft, context)),
        ...(records ?? []).map((record) => recordedRow(record, context)),
      ]);
    },
    enabled: ready !== null && records !== undefined,
  });
  return proposals.error && !records ? (proposals as unknown as typeof inbox) : inbox;
}

async function recordedRow(record: ProposalRecord, context: CaseContext): Promise<InboxRow> {
  const { draft, quorum, content, proposal } = record;
  const file = proposal ? await openCase(proposal, context) : null;
  return { draft, quorum, record, content, file, ...placeOf(draft, file, context) };
}

async function importedRow(draft: Hex, context: CaseContext): Promise<InboxRow> {
  try {
    const proposal = Proposal.decode(await context.client.content(draft));
    const file = await openCase(proposal, context);
    const { quorum } = proposal.message;
    return { draft, quorum, record: null, content: 'loaded', file, ...placeOf(draft, file, context) };
  } catch {
    return { draft, quorum: null, record: null, content: 'missing', file: null, ...placeOf(draft, null, context) };
  }
}

function placeOf(draft: Hex, file: CaseFile | null, { kept }: CaseContext) {
  const aside = kept.rejections.has(draft);
  return { aside, waiting: !aside && file !== null && isWaiting(file) };
}

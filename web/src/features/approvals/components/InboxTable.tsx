import { FileCheck2, FileX2, type LucideIcon, Share2, Users } from 'lucide-react';
import { useMemo } from 'react';
import { useChainTime } from '../../../data/index.ts';
import type { TextOf } from '../../../i18n/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, type Column, EmptyState, Table, TextLink, Timestamp } from '../../../ui/index.ts';
import type en from '../messages/en.ts';
import { titleOf } from '../model/titleOf.ts';
import type { InboxRow } from '../model/useInbox.ts';
import { useText } from '../useText.ts';
import { Meters } from './Meters.tsx';
import { StateBadge } from './StateBadge.tsx';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  endorse: FileCheck2,
  revoke: FileX2,
  rotate: Users,
  approve: Share2,
};

interface InboxTableProps {
  readonly rows: readonly InboxRow[];
  readonly empty: { readonly title: string; readonly body: string };
}

/** Proposals, one a row; the first column leads to each. */
export function InboxTable({ rows, empty }: InboxTableProps) {
  const t = useText();
  const columns = useColumns(t);
  return (
    <Table
      label={t('inbox.label')}
      columns={columns}
      rows={rows}
      rowKey={({ draft, quorum }) => `${draft} ${quorum}`}
      empty={<EmptyState icon={FileCheck2} title={empty.title} body={empty.body} />}
    />
  );
}

function useColumns(t: TextOf<typeof en>): readonly Column<InboxRow>[] {
  return useMemo(
    () => [
      { id: 'proposal', header: t('inbox.proposal'), rowHeader: true, cell: (row) => <Subject row={row} /> },
      {
        id: 'quorum',
        header: t('inbox.quorum'),
        width: '13rem',
        cell: ({ quorum }) => (quorum ? <QuorumName value={quorum} /> : '–'),
      },
      {
        id: 'approvals',
        header: t('inbox.approvals'),
        width: '10rem',
        cell: ({ file }) => (file?.standing ? <Meters standing={file.standing} /> : '–'),
      },
      {
        id: 'deadline',
        header: t('inbox.deadline'),
        width: '10rem',
        compare: (a, b) => deadlineOf(a) - deadlineOf(b),
        cell: (row) => <Deadline seconds={deadlineOf(row)} />,
      },
      {
        id: 'state',
        header: t('inbox.state'),
        width: '10rem',
        cell: ({ file }) => (file ? <StateBadge file={file} /> : null),
      },
    ],
    [t],
  );
}

function deadlineOf({ file, record }: InboxRow): number {
  const message = file?.proposal.message;
  if (message) return 'deadline' in message ? message.deadline : 0;
  return record?.proposedBy[0]?.deadline ?? 0;
}

function Deadline({ seconds }: { readonly seconds: number }) {
  const now = useChainTime();
  const format = useFormat();
  if (seconds === 0) return <>–</>;
  const at = new Date(seconds * 1_000);
  return (
    <span>
      <Timestamp at={at} as="date" />
      {now === null ? null : (
        <span className="block text-sm text-muted">{format.relative(at, new Date(now * 1_000))}</span>
      )}
    </span>
  );
}

function Subject({ row }: { readonly row: InboxRow }) {
  const t = useText();
  const { draft, record, content, file } = row;
  const to = `/approvals/${draft}`;
  const Icon = ICONS[file?.proposal.action ?? ''] ?? FileCheck2;
  const isStranger = record !== null && !record.proposedBy.some(({ isMember }) => isMember);
  const isMine = file?.ways.some(({ done }) => done);
  return (
    <span className="flex items-start gap-2.5">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span className="min-w-0">
        <TextLink to={to} className="font-medium wrap-anywhere">
          {file ? titleOf(file.proposal, t) : t(content === 'loading' ? 'inbox.loading' : 'inbox.unreadable')}
        </TextLink>
        <span className="flex flex-wrap gap-x-2 gap-y-1 text-sm font-normal text-muted">
          {file ? null : <span>{t(content === 'malformed' ? 'inbox.malformed' : 'inbox.missing')}</span>}
          {isMine ? <Badge tone="ok">{t('inbox.mine')}</Badge> : null}
          {record ? null : <Badge>{t('inbox.imported')}</Badge>}
          {isStranger ? <Badge tone="warn">{t('inbox.byStranger')}</Badge> : null}
        </span>
      </span>
    </span>
  );
}

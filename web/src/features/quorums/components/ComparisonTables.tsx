import type { QuorumState } from '@gridseal/sdk/quorum';
import { useMemo } from 'react';
import { useNetwork } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Callout, Card, type Column, Table, type Tone } from '../../../ui/index.ts';
import { changeInWords } from '../model/changeInWords.ts';
import { type Comparison, compare, type MemberChange } from '../model/compare.ts';
import { memberKind } from '../model/memberKind.ts';
import { useText } from '../useText.ts';

const TONES: Readonly<Record<MemberChange['change'], Tone>> = {
  joins: 'ok',
  leaves: 'bad',
  weight: 'warn',
  stays: 'neutral',
};

export interface ComparisonTablesProps {
  readonly before: QuorumState;
  readonly after: QuorumState;
  readonly level?: 2 | 3;
}

/** The difference between two versions: in a line, then member by member, then the thresholds. */
export function ComparisonTables({ before, after, level = 2 }: ComparisonTablesProps) {
  const t = useText();
  const comparison = useMemo(() => compare(before, after), [before, after]);
  const words = changeInWords(t, comparison);
  return (
    <>
      <Callout tone={comparison.same ? 'neutral' : 'info'} title={t('versions.changes')}>
        {comparison.same ? t('versions.same') : words.join(' · ')}
      </Callout>
      <Card title={t('versions.table')} level={level} padded={false}>
        <Members changes={comparison.members} before={before.version} after={after.version} />
      </Card>
      <Card title={t('versions.rules')} level={level} padded={false}>
        <Rules comparison={comparison} before={before.version} after={after.version} />
      </Card>
    </>
  );
}

interface Numbers {
  readonly before: number;
  readonly after: number;
}

function Members({ changes, before, after }: { readonly changes: readonly MemberChange[] } & Numbers) {
  const t = useText();
  const { addresses } = useNetwork();
  const columns: readonly Column<MemberChange>[] = [
    {
      id: 'member',
      header: t('versions.member'),
      rowHeader: true,
      cell: ({ signer }) => {
        const { kind, algorithm = '' } = memberKind(signer, addresses);
        return (
          <>
            <QuorumName value={signer} claims />
            <span className="block text-sm font-normal text-muted">{t(`kind.${kind}`, { algorithm })}</span>
          </>
        );
      },
    },
    {
      id: 'change',
      header: t('versions.change'),
      width: '10rem',
      cell: ({ change }) => <Badge tone={TONES[change]}>{t(`versions.${change}`)}</Badge>,
    },
    {
      id: 'before',
      header: t('versions.weightAt', { version: before }),
      width: '9rem',
      align: 'end',
      cell: (row) => row.before ?? '–',
    },
    {
      id: 'after',
      header: t('versions.weightAt', { version: after }),
      width: '9rem',
      align: 'end',
      cell: (row) => <Changed was={row.before} is={row.after} />,
    },
  ];
  return <Table label={t('versions.table')} columns={columns} rows={changes} rowKey={({ signer }) => signer} />;
}

interface Rule {
  readonly id: 'threshold' | 'revocation' | 'total';
  readonly values: readonly [before: number, after: number];
}

function Rules({ comparison, before, after }: { readonly comparison: Comparison } & Numbers) {
  const t = useText();
  const rows: readonly Rule[] = [
    { id: 'threshold', values: comparison.threshold },
    { id: 'revocation', values: comparison.revocationThreshold },
    { id: 'total', values: comparison.total },
  ];
  const columns: readonly Column<Rule>[] = [
    { id: 'rule', header: t('versions.rule'), rowHeader: true, cell: ({ id }) => t(`versions.${id}`) },
    {
      id: 'change',
      header: t('versions.change'),
      width: '10rem',
      cell: ({ values: [was, is] }) => (
        <Badge tone={was === is ? 'neutral' : 'warn'}>
          {t(was === is ? 'versions.unchanged' : 'versions.changed')}
        </Badge>
      ),
    },
    {
      id: 'before',
      header: t('versions.version', { version: before }),
      width: '9rem',
      align: 'end',
      cell: ({ values: [was] }) => was,
    },
    {
      id: 'after',
      header: t('versions.version', { version: after }),
      width: '9rem',
      align: 'end',
      cell: ({ values: [was, is] }) => <Changed was={was} is={is} />,
    },
  ];
  return <Table label={t('versions.rules')} columns={columns} rows={rows} rowKey={({ id }) => id} />;
}

function Changed({ was, is }: { readonly was: number | null; readonly is: number | null }) {
  return <span className={was === is ? '' : 'font-semibold'}>{is ?? '–'}</span>;
}

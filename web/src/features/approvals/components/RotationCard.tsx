import { sameKeys } from '@gridseal/sdk/quorum';
import type { CaseFile } from '../../../propose/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Callout, Card, type Column, KeyValue, Table, type Tone } from '../../../ui/index.ts';
import { type MemberChange, memberChanges } from '../model/difference.ts';
import type { WhatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';

const TONES: Readonly<Record<MemberChange['change'], Tone>> = {
  joins: 'ok',
  leaves: 'bad',
  weight: 'warn',
  stays: 'neutral',
};

/** What a rotation changes: members, weights, thresholds. */
export function RotationCard({ what, file }: { readonly what: WhatIsSigned; readonly file: CaseFile }) {
  const t = useText();
  const before = file.quorums.get(what.action.message.quorum);
  if (what.action.action !== 'rotate' || !before) return null;
  const after = what.action.message;
  const change = (was: number, is: number) =>
    was === is ? String(is) : t('rotation.from', { before: was, after: is });
  const columns: readonly Column<MemberChange>[] = [
    {
      id: 'member',
      header: t('rotation.member'),
      rowHeader: true,
      cell: ({ signer }) => <QuorumName value={signer} />,
    },
    {
      id: 'change',
      header: t('rotation.change'),
      width: '9rem',
      cell: (row) => <Badge tone={TONES[row.change]}>{t(`rotation.${row.change}`)}</Badge>,
    },
    { id: 'before', header: t('rotation.before'), width: '8rem', align: 'end', cell: (row) => row.before ?? '–' },
    { id: 'after', header: t('rotation.after'), width: '8rem', align: 'end', cell: (row) => row.after ?? '–' },
  ];
  return (
    <Card title={t('rotation.title')} padded={false}>
      {sameKeys(after).length > 0 ? (
        <div className="p-4">
          <Callout tone="bad">{t('rotation.sameKey')}</Callout>
        </div>
      ) : null}
      <Table
        label={t('rotation.title')}
        columns={columns}
        rows={memberChanges(before, after)}
        rowKey={({ signer }) => signer}
      />
      <div className="border-t border-line p-4">
        <KeyValue
          items={[
            { label: t('rotation.threshold'), value: change(before.threshold, after.threshold) },
            {
              label: t('rotation.revocationThreshold'),
              value: change(before.revocationThreshold, after.revocationThreshold),
            },
          ]}
        />
      </div>
    </Card>
  );
}

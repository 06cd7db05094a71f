import type { Hex } from '@gridseal/sdk/bytes';
import { MessageSquareDashed } from 'lucide-react';
import { useMemo } from 'react';
import { type CertificateRow, useRows } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { reasonWords, useTrustText } from '../../../trust/index.ts';
import {
  Badge,
  Card,
  type Column,
  Digest,
  EmptyState,
  SafeText,
  Skeleton,
  TextLink,
  VirtualTable,
} from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** The certificates that a quorum has endorsed or revoked. */
export function SaidCard({ quorum }: { readonly quorum: Hex }) {
  const t = useText();
  const rows = useRows(
    'certificates',
    useMemo(() => ({ quorum }), [quorum]),
  );
  const columns = useColumns(quorum);
  return (
    <Card title={t('detail.said')} padded={false}>
      {rows.isLoaded ? (
        <VirtualTable
          label={t('detail.saidList')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          height="26rem"
          empty={
            <EmptyState icon={MessageSquareDashed} title={t('detail.saidNothing')} body={t('detail.saidNothingBody')} />
          }
        />
      ) : (
        <div className="p-4">
          <Skeleton lines={3} />
        </div>
      )}
    </Card>
  );
}

function useColumns(quorum: Hex): readonly Column<CertificateRow>[] {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'certificate',
        header: t('detail.certificate'),
        rowHeader: true,
        cell: ({ id, name }) => (
          <TextLink to={`/certificates/${id}`}>
            {name === undefined ? <Digest value={id} copy={false} /> : <SafeText text={name} maxLength={60} />}
          </TextLink>
        ),
      },
      {
        id: 'word',
        header: t('detail.word'),
        width: '16rem',
        cell: ({ revocations }) => {
          const revoked = revocations.find((one) => one.quorum === quorum);
          return revoked ? (
            <Badge tone="bad">{t('detail.revoked', { reason: reasonWords(words, revoked.reason) })}</Badge>
          ) : (
            <Badge tone="info">{t('detail.endorsed')}</Badge>
          );
        },
      },
      {
        id: 'block',
        header: t('detail.block'),
        width: '7rem',
        align: 'end',
        cell: ({ endorsements, revocations }) => {
          const said = [...revocations, ...endorsements].find((one) => one.quorum === quorum);
          return <span className="tabular-nums">{said ? format.number(said.at.block) : '–'}</span>;
        },
      },
    ],
    [t, words, format, quorum],
  );
}

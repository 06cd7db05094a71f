import { useQuery } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import { useMemo } from 'react';
import {
  Badge,
  Callout,
  Card,
  type Column,
  EmptyState,
  SafeText,
  Skeleton,
  Table,
  Timestamp,
  type Tone,
} from '../../../ui/index.ts';
import type { Platform } from '../model/adminAnswers.ts';
import type { AdminClient } from '../model/adminClient.ts';
import { partyFrom } from '../model/places.ts';
import { useText } from '../useText.ts';
import { useAdminProblem } from './useAdminProblem.ts';
import { PartyLink } from './useServiceColumns.tsx';

const everyMs = 5_000;

const TONES: Readonly<Record<Platform['connection'], Tone>> = {
  CONNECTED: 'ok',
  OFFLINE: 'bad',
  PLANNED: 'neutral',
  SUSPENDED: 'warn',
};

/** The back offices of the node, and whether they are there. */
export function PlatformCard({ client, number }: { readonly client: AdminClient; readonly number: number }) {
  const t = useText();
  const words = useAdminProblem();
  const { data, error } = useQuery({
    queryKey: ['nodeAdmin', number, 'platforms'],
    queryFn: ({ signal }) => client.platforms(signal),
    refetchInterval: everyMs,
    retry: false,
    gcTime: 0,
  });
  const columns = useColumns();
  return (
    <Card
      title={t('flows.platforms')}
      description={t('flows.platformsBody')}
      padded={!data}
      {...(data ? { footer: t('flows.platformCount', { count: data.length }) } : {})}
    >
      {error && !data ? (
        <Callout tone="bad" live title={t('flows.failed')}>
          {words(error).text}
        </Callout>
      ) : null}
      {data ? (
        <Table
          label={t('flows.platforms')}
          columns={columns}
          rows={data}
          rowKey={({ id }) => id}
          empty={<EmptyState icon={PlugZap} title={t('flows.noPlatforms')} body={t('flows.noPlatformsBody')} />}
        />
      ) : error ? null : (
        <Skeleton lines={3} />
      )}
    </Card>
  );
}

function useColumns(): readonly Column<Platform>[] {
  const t = useText();
  return useMemo(
    () => [
      {
        id: 'parties',
        header: t('nodes.parties'),
        rowHeader: true,
        cell: ({ parties }) => <Parties parties={parties} />,
      },
      {
        id: 'connection',
        header: t('flows.connection'),
        width: '11rem',
        compare: (a, b) => (a.connection < b.connection ? -1 : 1),
        cell: ({ connection }) => <Badge tone={TONES[connection]}>{t(`flows.connections.${connection}`)}</Badge>,
      },
      {
        id: 'seen',
        header: t('flows.seen'),
        width: '12rem',
        compare: (a, b) => (a.lastSeen ?? 0) - (b.lastSeen ?? 0),
        cell: ({ lastSeen }) =>
          lastSeen === null ? (
            <span className="text-muted">{t('flows.never')}</span>
          ) : (
            <Timestamp at={new Date(lastSeen)} as="relative" />
          ),
      },
      {
        id: 'speaks',
        header: t('flows.speaks'),
        width: '9rem',
        cell: ({ speaks }) => (speaks === 'none' ? <span className="text-muted">{t('flows.unsigned')}</span> : speaks),
      },
      {
        id: 'version',
        header: t('reach.versions'),
        width: '7rem',
        cell: ({ version }) => (version === null ? <span className="text-muted">–</span> : <SafeText text={version} />),
      },
    ],
    [t],
  );
}

function Parties({ parties }: Pick<Platform, 'parties'>) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {parties.map(({ id, role, name }) => {
        const party = partyFrom(id);
        return (
          <li key={`${id}${role}`} className="inline-flex flex-wrap items-center gap-x-1.5">
            {party ? <PartyLink party={{ id: party }} /> : <SafeText text={id} maxLength={20} />}
            <Badge icon={null} tone="info">
              <SafeText text={role} maxLength={10} />
            </Badge>
            {name === '' ? null : <SafeText text={name} maxLength={40} className="text-sm text-muted" />}
          </li>
        );
      })}
    </ul>
  );
}

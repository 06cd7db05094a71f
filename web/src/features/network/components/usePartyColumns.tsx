import { partyKey } from '@gridseal/sdk/protocol/ocpi';
import { useMemo } from 'react';
import { Badge, type Column } from '../../../ui/index.ts';
import type { PartyRow } from '../model/find.ts';
import { useText } from '../useText.ts';
import { CertificateBadge } from './CertificateBadge.tsx';
import { ModuleStrip } from './ModuleStrip.tsx';
import { NodeLink } from './NodeLink.tsx';
import { RoleBadges } from './RoleBadges.tsx';
import { Since } from './Since.tsx';
import { PartyLink } from './useServiceColumns.tsx';

/** What there is room for beside other cards. */
const besideCards: Readonly<Record<string, string>> = {
  party: '6.5rem',
  roles: '8rem',
  modules: '16.5rem',
  certificate: '9rem',
};

/** The columns of lists of parties. @param isOfOneNode Then its node is not said again. */
export function usePartyColumns(isOfOneNode = false): readonly Column<PartyRow>[] {
  const t = useText();
  return useMemo(() => {
    const columns: readonly Column<PartyRow>[] = [
      {
        id: 'party',
        header: t('parties.party'),
        width: '7.5rem',
        rowHeader: true,
        compare: (a, b) => (partyKey(a.id) < partyKey(b.id) ? -1 : 1),
        cell: (row) => <PartyLink party={row} />,
      },
      {
        id: 'roles',
        header: t('parties.roles'),
        width: '9rem',
        cell: ({ roles }) => <RoleBadges roles={roles} />,
      },
      {
        id: 'modules',
        header: t('parties.modules'),
        width: '18rem',
        cell: ({ modules }) => <ModuleStrip modules={modules} />,
      },
      {
        id: 'operator',
        header: t('parties.operator'),
        compare: (a, b) => ((a.node?.url ?? '') < (b.node?.url ?? '') ? -1 : 1),
        cell: ({ operator, node, offeredTo }) => (
          <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
            {operator === null ? (
              <Badge tone="warn" title={t('parties.noNodeHint')}>
                {t('parties.noNode')}
              </Badge>
            ) : (
              <NodeLink operator={operator} url={node?.url} />
            )}
            {offeredTo === null ? null : (
              <Badge tone="info" title={t('parties.offeredHint')}>
                {t('parties.offered')}
              </Badge>
            )}
          </span>
        ),
      },
      {
        id: 'certificate',
        header: t('parties.certificate'),
        width: '8.5rem',
        cell: ({ certificate }) => <CertificateBadge certificate={certificate} />,
      },
      {
        id: 'since',
        header: t('parties.since'),
        width: '9rem',
        compare: (a, b) => (a.since ?? 0) - (b.since ?? 0),
        cell: ({ since }) => <Since block={since} as="date" />,
      },
    ];
    if (!isOfOneNode) return columns;
    return columns.flatMap((column) => {
      const width = besideCards[column.id];
      return width === undefined ? [] : [{ ...column, width }];
    });
  }, [t, isOfOneNode]);
}

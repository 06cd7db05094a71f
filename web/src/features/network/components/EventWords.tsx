import type { Hex } from '@gridseal/sdk/bytes';
import type { NodeEvent } from '@gridseal/sdk/chain';
import { type Party, partyKey } from '@gridseal/sdk/protocol/ocpi';
import type { ReactNode } from 'react';
import { QuorumName } from '../../../trust/index.ts';
import { SafeText, TextLink } from '../../../ui/index.ts';
import { partyPath } from '../model/places.ts';
import { rolesOf } from '../model/rolesOf.ts';
import { useText } from '../useText.ts';
import { NodeLink } from './NodeLink.tsx';
import { PermissionList } from './PermissionList.tsx';

export interface EventWordsProps {
  readonly event: NodeEvent;
  /** Whose history it stands in: it is not said who that is. */
  readonly of: string;
}

const nobody = `0x${'00'.repeat(20)}`;

/** What happened, in a line. */
export function EventWords({ event, of }: EventWordsProps): ReactNode {
  const t = useText();
  switch (event.type) {
    case 'nodeSet':
      return (
        <>
          {t(event.sequence === 1 ? 'history.nodeSet' : 'history.nodeChanged')} <SafeText text={event.url} />
        </>
      );
    case 'nodeDeleted':
      return t('history.nodeDeleted');
    case 'partySet':
      return (
        <>
          <IdLink id={event.id} /> {t(event.sequence === 1 ? 'history.partySet' : 'history.partyChanged')}{' '}
          {rolesOf(event.roles).join(', ')}, {t('history.servedBy')}{' '}
          {of === event.operator ? <Name of={event.operator} /> : <NodeLink operator={event.operator} />}
        </>
      );
    case 'partyReleased':
      return (
        <>
          <IdLink id={event.id} /> {t('history.partyReleased')}
        </>
      );
    case 'partyOffered':
      if (event.operator === nobody) return t('history.partyTakenBack');
      return (
        <>
          {of === event.party ? t('history.party') : <Name of={event.party} />} {t('history.partyOffered')}{' '}
          <NodeLink operator={event.operator} />
        </>
      );
    case 'serviceSet':
      return (
        <>
          {t('history.serviceSet')} <SafeText text={event.name} /> · {t('history.sees')}{' '}
          <PermissionList bits={event.permissions} short />
        </>
      );
    case 'serviceDeleted':
      return t('history.serviceDeleted');
    case 'agreementCreated':
      return (
        <>
          <Name of={event.party} /> {t('history.agreementCreated')} <Name of={event.provider} /> · {t('history.sees')}{' '}
          <PermissionList bits={event.permissions} short />
        </>
      );
    case 'agreementRevoked':
      return (
        <>
          <Name of={event.party} /> {t('history.agreementRevoked')} <Name of={event.provider} />
        </>
      );
  }
}

/** Owners of nodes, parties and services. */
function Name({ of }: { readonly of: Hex }) {
  return <QuorumName value={of} copy={false} />;
}

function IdLink({ id }: { readonly id: Party }) {
  return (
    <TextLink to={partyPath(id)} className="font-mono">
      {partyKey(id)}
    </TextLink>
  );
}

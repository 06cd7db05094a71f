import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { type RegistryView, useRegistry, useRegistryChoice } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { Card, EmptyState, ErrorPanel, Skeleton } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { RegistryButton } from './RegistryButton.tsx';

export interface RegistryGateProps {
  readonly children: (view: RegistryView) => ReactNode;
}

/** What the registry says, once it is read; until then, or if there is none, what is to say of that. */
export function RegistryGate({ children }: RegistryGateProps) {
  const t = useText();
  const { address } = useRegistryChoice();
  const { data: view, error, refetch } = useRegistry();
  return (
    <>
      {error ? <ErrorPanel error={error} title={t('registry.failed')} onRetry={() => void refetch()} /> : null}
      {view ? (
        children(view)
      ) : view === null ? (
        <Card>
          <EmptyState
            icon={Unplug}
            title={t('registry.none')}
            body={t('registry.noneBody', { address: shorten(address) })}
            action={<RegistryButton />}
          />
        </Card>
      ) : error ? null : (
        <Card>
          <Skeleton lines={6} />
        </Card>
      )}
    </>
  );
}

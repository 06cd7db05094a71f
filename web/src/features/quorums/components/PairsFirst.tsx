import type { Quorum } from '@gridseal/sdk/quorum';
import { Atom } from 'lucide-react';
import { Button, Card } from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus, useWrites } from '../../../wallet/index.ts';
import { useCreate } from '../model/useCreate.ts';
import { useText } from '../useText.ts';
import { WriteFailure } from './WriteFailure.tsx';

/** Hybrid members have to exist before anybody can approve as one. */
export function PairsFirst({ pairs }: { readonly pairs: readonly Quorum.Quorum[] }) {
  const t = useText();
  const { problem } = useWrites();
  const { at, hashes, failure, run } = useCreate();
  const last = hashes.at(-1);
  return (
    <Card title={t('form.pair')}>
      <div className="space-y-3">
        <p className="text-sm text-muted">{t('create.pairsFirst', { count: pairs.length })}</p>
        {problem ? (
          <ConnectButton />
        ) : (
          <Button variant="primary" icon={Atom} busy={at !== null} onClick={() => void run(pairs)}>
            {t('create.sendPair', { number: (at ?? 0) + 1, total: pairs.length })}
          </Button>
        )}
        {last ? <TransactionStatus hash={last} /> : null}
        <WriteFailure failure={failure} title={t('create.failed')} />
      </div>
    </Card>
  );
}

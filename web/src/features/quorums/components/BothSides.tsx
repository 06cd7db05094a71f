import type { QuorumState } from '@gridseal/sdk/quorum';
import { UsersRound } from 'lucide-react';
import { Card } from '../../../ui/index.ts';
import { needsInWords } from '../model/needs.ts';
import { useText } from '../useText.ts';

/** Who has to agree to a rotation: the version of now and the one to come. */
export function BothSides({ before, after }: { readonly before: QuorumState; readonly after: QuorumState | null }) {
  const t = useText();
  const side = (state: QuorumState) => ({
    version: state.version,
    needs: needsInWords(t, state, state.threshold),
  });
  return (
    <Card title={t('rotate.bothTitle')}>
      <ul className="space-y-1.5">
        <li className="flex gap-2">
          <UsersRound aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
          {t('rotate.bothOld', side(before))}
        </li>
        {after ? (
          <li className="flex gap-2">
            <UsersRound aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
            {t('rotate.bothNew', side(after))}
          </li>
        ) : null}
      </ul>
      <p className="mt-2 text-sm text-muted">{t('rotate.bothBody')}</p>
    </Card>
  );
}

import { UsersRound, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { type QuorumRecord, useTrustPolicy } from '../../../data/index.ts';
import { AnchorDialog, QuorumName } from '../../../trust/index.ts';
import { Button, Card, EmptyState } from '../../../ui/index.ts';
import type { Look } from '../model/look.ts';
import { useText } from '../useText.ts';

const SHOWN = 8;

export interface NoAnchorsProps {
  readonly look: Look;
  readonly quorums: readonly QuorumRecord[];
  readonly onLook: (look: Look) => void;
}

/** Where one begins without anchors: by choosing some, or by looking around from a quorum that one need not trust. */
export function NoAnchors({ look, quorums, onLook }: NoAnchorsProps) {
  const t = useText();
  const { anchors } = useTrustPolicy();
  const [isOpen, setOpen] = useState(false);
  const active = quorums.filter(({ endorsed }) => endorsed > 0).sort((a, b) => b.endorsed - a.endorsed);
  if (active.length === 0 || look !== 'mine' || anchors.length > 0) {
    return (
      <Card>
        <EmptyState icon={Waypoints} title={t('empty.nothing')} body={t('empty.nothingBody')} />
      </Card>
    );
  }
  return (
    <Card>
      <EmptyState
        icon={Waypoints}
        title={t('empty.title')}
        body={t('empty.body')}
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button variant="primary" onClick={() => setOpen(true)}>
              {t('empty.choose')}
            </Button>
            <Button onClick={() => onLook('all')}>{t('empty.all')}</Button>
          </div>
        }
      />
      <div className="mx-auto mt-2 mb-4 max-w-lg">
        <h2 className="mb-1 text-sm font-medium text-muted">{t('empty.from')}</h2>
        <ul className="divide-y divide-line rounded-md border border-line">
          {active.slice(0, SHOWN).map(({ id, state, endorsed }) => (
            <li key={id}>
              <button
                type="button"
                onClick={() => onLook(id)}
                className="flex w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2 text-start outline-offset-[-2px] hover:bg-sunken"
              >
                <UsersRound aria-hidden className="size-4 text-muted" />
                <span className="flex-1">
                  <QuorumName value={id} copy={false} linked={false} />
                </span>
                <span className="text-sm text-muted">
                  {t('empty.facts', { threshold: state.threshold, members: state.members.length, endorsed })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      <AnchorDialog open={isOpen} onClose={() => setOpen(false)} />
    </Card>
  );
}

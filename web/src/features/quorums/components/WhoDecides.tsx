import { type QuorumState, sameKeys } from '@gridseal/sdk/quorum';
import { Callout, Card } from '../../../ui/index.ts';
import { useReach } from '../model/useReach.ts';
import { useText } from '../useText.ts';
import { MemberTree } from './MemberTree.tsx';
import { Thresholds } from './Thresholds.tsx';

/** The rules of a quorum in words, and its members. */
export function WhoDecides({ state }: { readonly state: QuorumState }) {
  const t = useText();
  const reach = useReach(state);
  return (
    <Card title={t('detail.who')}>
      <div className="space-y-4">
        {reach.canAct ? null : (
          <Callout tone="bad" title={t('detail.stuck')}>
            {t('detail.stuckBody', { weight: reach.weight, threshold: state.threshold })}
          </Callout>
        )}
        {sameKeys(state).length > 0 ? (
          <Callout tone="bad" title={t('detail.doubled')}>
            {t('detail.doubledBody')}
          </Callout>
        ) : null}
        <Thresholds rules={state} />
        <div className="border-t border-line pt-4">
          <MemberTree rules={state} />
        </div>
      </div>
    </Card>
  );
}

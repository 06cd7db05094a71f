import type { QuorumRules } from '@gridseal/sdk/quorum';
import { Callout } from '../../../ui/index.ts';
import type { ReachHere } from '../model/useReach.ts';
import { useText } from '../useText.ts';

interface ReachNoticesProps {
  readonly rules: QuorumRules;
  readonly reach: ReachHere;
  /** What it means if it cannot act: a new quorum is useless, a rotated one lost. */
  readonly stuck: 'create' | 'rotate';
}

/** Which members would not count on this chain, and whether the others are enough. */
export function ReachNotices({ rules, reach, stuck }: ReachNoticesProps) {
  const t = useText();
  const facts = { weight: reach.weight, threshold: rules.threshold };
  if (!reach.canAct) {
    return (
      <Callout tone="bad" live title={t(stuck === 'create' ? 'create.stuck' : 'rotate.locked')}>
        {t('create.stuckBody', facts)} {stuck === 'rotate' ? t('rotate.lockedBody') : null}
      </Callout>
    );
  }
  return (
    <>
      {reach.offChain.length > 0 ? (
        <Callout tone="warn" title={t('create.offChain')}>
          {t('create.stuckBody', facts)}
        </Callout>
      ) : null}
      {reach.unknown.length > 0 ? (
        <Callout tone="warn" title={t('create.unknown')}>
          {t('create.unknownBody')}
        </Callout>
      ) : null}
    </>
  );
}

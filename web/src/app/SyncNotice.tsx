import { useIndex } from '../data/index.ts';
import { Callout, MachineText, Progress } from '../ui/index.ts';
import { useAppText } from './useAppText.ts';

/** So few blocks are read in a moment. */
const WORTH_SAYING = 500;

/** Says above every page when what it shows is not the newest. */
export function SyncNotice() {
  const t = useAppText();
  const { status, block, target, error } = useIndex();
  if (status === 'error') {
    return (
      <div className="mb-4">
        <Callout tone="warn" live title={t('network.error')}>
          {t('network.errorBody')}{' '}
          {error ? <MachineText text={error.shortMessage} maxLength={200} className="text-muted" /> : null}
        </Callout>
      </div>
    );
  }
  const behind = target === null ? 0 : target - (block ?? 0);
  if (status !== 'syncing' || behind < WORTH_SAYING || target === null) return null;
  return (
    <div className="mb-4">
      <Progress
        label={t('network.syncing')}
        value={block ?? 0}
        max={target}
        text={t('network.behind', { count: behind })}
      />
    </div>
  );
}

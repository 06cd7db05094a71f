import { Hourglass } from 'lucide-react';
import { Card, SafeText, TextLink, Timestamp } from '../../../ui/index.ts';
import { useRuns } from '../model/hooks.ts';
import { useText } from '../useText.ts';

/** What was begun and is not announced: it waits for approvals, for IPFS, or for the user. */
export function UnfinishedCard() {
  const t = useText();
  const runs = useRuns().filter(({ isAnnounced }) => !isAnnounced);
  if (runs.length === 0) return null;
  return (
    <Card title={t('unfinished.title')} padded={false}>
      <ul className="divide-y divide-line">
        {runs.map(({ id, recipe, begunAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <Hourglass aria-hidden className="size-4 text-muted" />
            <TextLink to={`/devices/issue/run/${id}`}>{t(`kind.${recipe.kind}`)}</TextLink>
            <span className="text-muted">
              {recipe.group ? (
                <SafeText text={recipe.group} maxLength={40} />
              ) : (
                t('summary.devices', { count: recipe.devices.length })
              )}
            </span>
            <span className="ms-auto text-sm text-muted">
              <Timestamp at={new Date(begunAt * 1_000)} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

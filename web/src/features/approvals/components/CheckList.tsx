import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { MachineText, Skeleton } from '../../../ui/index.ts';
import type { Check } from '../model/useChecks.ts';
import { useText } from '../useText.ts';

/** What was asked of the chain before signing, and what it answered. */
export function CheckList({
  checks,
  error,
}: {
  readonly checks: readonly Check[] | undefined;
  readonly error: unknown;
}) {
  const t = useText();
  if (error) {
    return (
      <p className="flex gap-2 text-bad">
        <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>
          {t('review.checkFailed')}: <MachineText text={error instanceof Error ? error.message : ''} maxLength={200} />
        </span>
      </p>
    );
  }
  if (!checks) return <Skeleton lines={4} />;
  return (
    <ul className="space-y-1.5">
      {checks.map(({ name, passed }) => {
        const Icon = passed === null ? CircleHelp : passed ? CircleCheck : CircleX;
        const colour = passed === null ? 'text-muted' : passed ? 'text-ok' : 'text-bad';
        return (
          <li key={name} className="flex gap-2">
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colour}`} />
            <span className={passed === false ? 'font-medium text-bad' : ''}>
              {passed === false && name === 'checkDigest' ? t('review.checkDigestBad') : t(`review.${name}`)}
              <span className="sr-only">{passed === null ? ' ?' : passed ? ' ✓' : ' ✗'}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

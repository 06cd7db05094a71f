import type { QuorumRules } from '@gridseal/sdk/quorum';
import { BadgeCheck, Ban, type LucideIcon } from 'lucide-react';
import { classNames } from '../../../lib/classNames.ts';
import { totalWeight } from '../model/compare.ts';
import { needsInWords } from '../model/needs.ts';
import { useText } from '../useText.ts';

/** Both thresholds: in words, and as the part of all weight that they are. */
export function Thresholds({ rules }: { readonly rules: QuorumRules }) {
  const t = useText();
  const { threshold, revocationThreshold } = rules;
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      <Threshold icon={BadgeCheck} label={t('detail.endorsing')} rules={rules} need={threshold} />
      <Threshold icon={Ban} label={t('detail.revoking')} rules={rules} need={revocationThreshold} />
    </dl>
  );
}

interface ThresholdProps {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly rules: QuorumRules;
  readonly need: number;
}

function Threshold({ icon: Icon, label, rules, need }: ThresholdProps) {
  const t = useText();
  return (
    <div>
      <dt className="flex items-center gap-1.5 text-sm text-muted">
        <Icon aria-hidden className="size-4 shrink-0" />
        {label}
      </dt>
      <dd>
        <p className="font-medium first-letter:uppercase">{needsInWords(t, rules, need)}</p>
        <Parts need={need} total={totalWeight(rules)} />
      </dd>
    </div>
  );
}

const MOST_PARTS = 16;

/** One part a unit of weight, where there are few; decoration, the words say it. */
function Parts({ need, total }: { readonly need: number; readonly total: number }) {
  const parts = Math.min(total, MOST_PARTS);
  const filled = total === 0 ? 0 : Math.max(1, Math.round((Math.min(need, total) / total) * parts));
  return (
    <span aria-hidden className="mt-1.5 flex max-w-56 gap-0.5">
      {[...Array(parts).keys()].map((at) => (
        <span
          key={at}
          className={classNames('h-1.5 flex-1 rounded-xs', at < filled ? 'bg-accent' : 'bg-line-strong/45')}
        />
      ))}
    </span>
  );
}

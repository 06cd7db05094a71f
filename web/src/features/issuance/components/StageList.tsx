import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { classNames } from '../../../lib/classNames.ts';
import { Progress } from '../../../ui/index.ts';
import { type Run, type Stage, stageOf, stages, type Work } from '../model/run.ts';
import { useText } from '../useText.ts';

/** Which stage each piece of work leads to. */
const towards: Readonly<Record<Work, Stage>> = {
  keys: 'made',
  making: 'made',
  signing: 'signed',
  sealing: 'sealed',
  storing: 'stored',
  announcing: 'announced',
  mining: 'announced',
};

type Look = 'done' | 'current' | 'waiting' | 'paused' | 'failed' | 'ahead';

const looks: Readonly<Record<Look, readonly [LucideIcon, string]>> = {
  done: [CircleCheck, 'text-ok'],
  current: [LoaderCircle, 'text-accent animate-spin motion-reduce:animate-none'],
  waiting: [Hourglass, 'text-warn'],
  paused: [CirclePause, 'text-warn'],
  failed: [CircleX, 'text-bad'],
  ahead: [CircleDashed, 'text-muted'],
};

/** How far an issue has come: made, signed, sealed, stored, announced, final. */
export function StageList({ run, isFinal }: { readonly run: Run; readonly isFinal: boolean }) {
  const t = useText();
  const done = stageOf(run);
  const reached = done === null ? -1 : stages.indexOf(done);
  const at = run.work ? stages.indexOf(towards[run.work]) : reached + 1;
  const lookOf = (i: number): Look => {
    if (i <= reached) return 'done';
    if (i < at) return 'done';
    if (i > at) return 'ahead';
    if (run.isPaused && run.work) return 'paused';
    if (run.work) return 'current';
    if (run.waiting) return 'waiting';
    return run.failure ? 'failed' : 'ahead';
  };
  return (
    <ol className="space-y-3">
      {stages.map((stage, i) => (
        <Item key={stage} look={lookOf(i)} label={t(`stage.${stage}`)}>
          {i === at && run.work ? <Working run={run} work={run.work} /> : null}
        </Item>
      ))}
      <Item look={isFinal ? 'done' : run.isAnnounced ? 'current' : 'ahead'} label={t('stage.final')} />
    </ol>
  );
}

function Item({
  look,
  label,
  children,
}: {
  readonly look: Look;
  readonly label: string;
  readonly children?: ReactNode;
}) {
  const t = useText();
  const [Icon, colour] = looks[look];
  return (
    <li className="flex gap-3" aria-current={look === 'current' ? 'step' : undefined}>
      <Icon aria-hidden className={classNames('mt-0.5 size-4 shrink-0', colour)} />
      <div className="min-w-0 flex-1">
        <span className={classNames(look === 'ahead' ? 'text-muted' : 'font-medium')}>{label}</span>
        <span className="sr-only">: {t(`look.${look}`)}</span>
        {children}
      </div>
    </li>
  );
}

function Working({ run: { progress }, work }: { readonly run: Run; readonly work: Work }) {
  const t = useText();
  const format = useFormat();
  if (!progress || progress.total < 2) return <p className="text-sm text-muted">{t(`work.${work}`)}</p>;
  const text = t('progress', { done: format.number(progress.done), total: format.number(progress.total) });
  return <Progress label={t(`work.${work}`)} value={progress.done} max={progress.total} text={text} />;
}

import { RotateCw } from 'lucide-react';
import { ButtonLink, Callout, Card, Countdown, Digest, KeyValue, Timestamp } from '../../../ui/index.ts';
import { temporary } from '../model/duration.ts';
import { useClock } from '../model/hooks.ts';
import type { Run } from '../model/run.ts';
import { firstManifest } from '../model/signedActions.ts';
import { useText } from '../useText.ts';

/** What was announced; for temporary access, how much of it is left. */
export function DoneCard({ run, isFinal }: { readonly run: Run; readonly isFinal: boolean }) {
  const t = useText();
  const clock = useClock();
  const { state, recipe } = run;
  if (!state) return null;
  const { subject, epoch } = firstManifest(state);
  const until = new Date(state.notAfter * 1_000);
  const isTemporary = state.notAfter - state.notBefore < temporary + 3_600;
  const [device] = recipe.devices;
  return (
    <Card
      title={t('done.title')}
      actions={
        <>
          <ButtonLink size="sm" icon={RotateCw} to={`/devices/issue/again/${subject}`}>
            {t('done.again')}
          </ButtonLink>
          <ButtonLink size="sm" to={state.group === null ? `/devices/${device}` : '/devices'}>
            {t(state.group === null ? 'done.device' : 'devices')}
          </ButtonLink>
        </>
      }
    >
      <div className="space-y-4">
        {isTemporary ? (
          <div className="flex flex-wrap items-baseline gap-x-3 rounded-md bg-sunken px-4 py-3">
            <span className="text-sm text-muted">{t('done.left')}</span>
            <span className="text-2xl font-semibold tabular-nums">
              <Countdown until={until} now={clock} warnSeconds={300} />
            </span>
            <span className="w-full text-sm text-muted">{t('done.leftBody')}</span>
          </div>
        ) : null}
        <KeyValue
          items={[
            { label: t('done.epoch'), value: epoch },
            { label: t('done.devices'), value: state.drafts.length },
            { label: t('done.until'), value: <Timestamp at={until} as="full" /> },
            { label: t('done.digest'), value: state.content ? <Digest value={state.content.digest} /> : null },
            { label: t('done.transaction'), value: run.transaction ? <Digest value={run.transaction} /> : null },
          ]}
        />
        <Callout tone={isFinal ? 'ok' : 'neutral'} live>
          {t(isFinal ? 'done.final' : 'done.notFinal')}
        </Callout>
      </div>
    </Card>
  );
}

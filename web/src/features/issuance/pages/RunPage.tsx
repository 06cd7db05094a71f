import { useEffect } from 'react';
import { useParams } from 'wouter';
import { ButtonLink, EmptyState, Page } from '../../../ui/index.ts';
import { RunView } from '../components/RunView.tsx';
import { useCaKeys, useLeaveGuard, useOffice, useRun } from '../model/hooks.ts';
import { isLostOnLeaving } from '../model/run.ts';
import { useTools } from '../model/useTools.ts';
import { useText } from '../useText.ts';

/** One issue on its way. */
export default function RunPage() {
  const t = useText();
  const { run: id = '' } = useParams<{ run: string }>();
  const run = useRun(id);
  const { store } = useOffice();
  // To make it anew, should somebody else have taken its epoch.
  useCaKeys();
  const { isReady, open } = useTools(t('run.transaction'));
  const isNew = run !== undefined && run.state === null && run.work === null && run.failure === null;
  useLeaveGuard(run !== undefined && isLostOnLeaving(run));
  useEffect(() => {
    if (run && isNew && isReady) void store.advance(run.id, () => open(run.recipe), 'made');
  }, [run, isNew, isReady, store, open]);
  const back = { to: '/devices/issue', label: t('title') };
  if (!run) {
    return (
      <Page title={t('run.title')} back={back}>
        <EmptyState
          title={t('run.gone')}
          body={t('run.goneBody')}
          action={<ButtonLink to="/devices">{t('devices')}</ButtonLink>}
        />
      </Page>
    );
  }
  return (
    <Page
      title={t(`run.titles.${run.recipe.kind}`)}
      description={t(run.isAnnounced ? 'run.done' : 'run.lead')}
      back={back}
    >
      <RunView run={run} open={() => open(run.recipe)} />
    </Page>
  );
}

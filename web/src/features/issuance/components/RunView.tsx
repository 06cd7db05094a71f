import type { Hex } from '@gridseal/sdk/bytes';
import { InvalidEpochError } from '@gridseal/sdk/chain';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { TransportError } from '@gridseal/sdk/errors';
import { Quorum, TypedData } from '@gridseal/sdk/quorum';
import { Download, Pause, Play, RotateCcw, Send, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useAnnouncement, useIndex, useNetwork } from '../../../data/index.ts';
import { useFleet } from '../../../fleet/index.ts';
import { Button, Callout, Card, ConfirmDialog, Disclosure, download, ErrorPanel, JsonView } from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus, useWrites, WalletError } from '../../../wallet/index.ts';
import { resultCsv } from '../model/csv/resultCsv.ts';
import { useOffice } from '../model/hooks.ts';
import { isLostOnLeaving, type Run } from '../model/run.ts';
import type { Tools } from '../model/runStore.ts';
import { announceAction, firstManifest, manifestsAction } from '../model/signedActions.ts';
import { useText } from '../useText.ts';
import { ApprovalCard } from './ApprovalCard.tsx';
import { DoneCard } from './DoneCard.tsx';
import { LeftOut } from './LeftOut.tsx';
import { SignedPanel } from './SignedPanel.tsx';
import { StageList } from './StageList.tsx';
import { Summary } from './Summary.tsx';

interface RunViewProps {
  readonly run: Run;
  readonly open: () => Promise<Tools>;
}

/** How far it is, exactly what is signed, and what the user has to do next. */
export function RunView({ run, open }: RunViewProps) {
  const t = useText();
  const { store } = useOffice();
  const { addresses } = useNetwork();
  const { state, recipe, waiting } = run;
  const authority = recipe.authority as Hex;
  const quorum = Quorum.idOfSigner(addresses.quorumRegistry, authority);
  const signed = useMemo(
    () => (state ? (announceAction(state, authority) ?? manifestsAction(state, authority)) : null),
    [state, authority],
  );
  const isFinal = useIsFinal(run);
  // What was made is looked at before it is signed.
  const goOn = () => void store.advance(run.id, open, state === null ? 'made' : 'announced');
  return (
    <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0 space-y-4">
        {run.isAnnounced ? <DoneCard run={run} isFinal={isFinal} /> : null}
        <LeftOut devices={state?.leftOut ?? []} />
        <Card title={t('run.progress')} actions={<Steering run={run} />}>
          <StageList run={run} isFinal={isFinal} />
          <Next run={run} onGoOn={goOn} />
        </Card>
        {waiting && quorum ? (
          <ApprovalCard key={TypedData.digest(waiting)} action={waiting} quorum={quorum} onEnough={goOn} />
        ) : null}
        {signed && !waiting ? (
          <Card
            title={t(run.isAnnounced ? 'signed.was' : 'signed.title')}
            description={t(`signed.${signed.action as 'manifests'}`)}
          >
            <SignedPanel action={signed} />
            {state && state.drafts.length <= 20 ? (
              <div className="mt-3">
                <Disclosure summary={t('signed.inside', { count: state.drafts.length })}>
                  <div className="space-y-3">
                    {state.drafts.map(({ manifest }, i) => (
                      <JsonView
                        key={(manifest as { device: string }).device}
                        value={manifest as never}
                        label={t('signed.manifest', { number: i + 1 })}
                      />
                    ))}
                  </div>
                </Disclosure>
              </div>
            ) : null}
          </Card>
        ) : null}
      </div>
      <Card title={t('summary.title')}>
        <Summary
          recipe={recipe}
          issuer={run.issuer}
          files={filesIn(run)}
          {...(state ? { until: state.notAfter } : {})}
        />
        {isLostOnLeaving(run) ? (
          <div className="mt-4">
            <Callout tone="warn">{t('run.memory')}</Callout>
          </div>
        ) : null}
      </Card>
    </div>
  );
}

function filesIn({ state }: Run): number {
  return state ? firstManifest(state).files.length : 0;
}

/** Whether the block with the announcement counts. */
function useIsFinal({ isAnnounced, recipe, state }: Run): boolean {
  const { settled } = useIndex();
  const subject = useMemo(() => (state ? firstManifest(state).subject : null), [state]);
  const authority = isAnnounced && recipe.authority ? signerId(recipe.authority) : null;
  const { data } = useAnnouncement(authority, subject);
  const block = data?.latest.block;
  return block !== undefined && settled !== null && block <= settled;
}

/** What the user does next, or what went wrong. */
function Next({ run, onGoOn }: { readonly run: Run; readonly onGoOn: () => void }) {
  const t = useText();
  const { store } = useOffice();
  const { problem } = useWrites();
  const { state, work, waiting, failure } = run;
  if (run.isAnnounced || work) return run.transaction ? <Sent hash={run.transaction} /> : null;
  if (failure) return <Failure run={run} onRetry={onGoOn} onRemake={() => void store.remake(run.id)} />;
  if (!state || waiting) return null;
  return (
    <div className="mt-5 space-y-3 border-t border-line pt-4">
      {problem === 'disconnected' ? <Callout actions={<ConnectButton />}>{t('run.connect')}</Callout> : null}
      {problem === 'wrongChain' ? (
        <Callout tone="warn" actions={<ConnectButton />}>
          {t('wrongChain')}
        </Callout>
      ) : null}
      <p className="text-sm text-muted">{t(state.signature === null ? 'run.review' : 'run.goOnLead')}</p>
      <Button variant="primary" icon={Send} disabled={problem !== null} onClick={onGoOn}>
        {t(state.signature === null ? 'run.sign' : 'run.goOn')}
      </Button>
    </div>
  );
}

function Sent({ hash }: { readonly hash: Hex }) {
  return (
    <div className="mt-4">
      <TransactionStatus hash={hash} />
    </div>
  );
}

interface FailureProps {
  readonly run: Run;
  readonly onRetry: () => void;
  readonly onRemake: () => void;
}

function Failure({ run: { failure }, onRetry, onRemake }: FailureProps) {
  const t = useText();
  const again = (
    <Button size="sm" icon={RotateCcw} onClick={onRetry}>
      {t('run.again')}
    </Button>
  );
  const shown = () => {
    if (failure instanceof WalletError && failure.problem === 'refused') {
      return (
        <Callout tone="warn" live actions={again}>
          {t('refused')}
        </Callout>
      );
    }
    if (failure instanceof InvalidEpochError) {
      return (
        <Callout
          tone="warn"
          live
          title={t('run.taken')}
          actions={
            <Button size="sm" icon={RotateCcw} onClick={onRemake}>
              {t('run.remake')}
            </Button>
          }
        >
          {t('run.takenBody')}
        </Callout>
      );
    }
    const isOutage = failure instanceof TransportError;
    return (
      <ErrorPanel
        error={failure}
        onRetry={onRetry}
        title={t(isOutage ? 'run.outage' : 'run.failed')}
        {...(isOutage ? { body: t('run.outageBody') } : {})}
      />
    );
  };
  return <div className="mt-5">{shown()}</div>;
}

/** Pausing, stopping, and the result as a file. */
function Steering({ run }: { readonly run: Run }) {
  const t = useText();
  const { store } = useOffice();
  const { data: fleet } = useFleet();
  const [isAsking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const save = async () => {
    const labels = new Map(fleet?.map(({ id, label }) => [id, label]));
    download('issued.csv', await resultCsv(run, labels), 'text/csv');
  };
  const canPause = run.work !== null && (run.progress?.total ?? 0) > 1;
  return (
    <>
      {run.isAnnounced ? (
        <Button size="sm" icon={Download} onClick={() => void save()}>
          {t('run.result')}
        </Button>
      ) : null}
      {canPause ? (
        <Button size="sm" icon={run.isPaused ? Play : Pause} onClick={() => store.pause(run.id, !run.isPaused)}>
          {t(run.isPaused ? 'run.resume' : 'run.pause')}
        </Button>
      ) : null}
      {run.isAnnounced || run.work === 'mining' ? null : (
        <Button size="sm" variant="quiet" icon={X} onClick={() => setAsking(true)}>
          {t('run.cancel')}
        </Button>
      )}
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          void store.cancel(run.id);
          navigate('/devices/issue');
        }}
        title={t('run.cancelTitle')}
        action={t('run.cancelAction')}
        danger
      >
        {t('run.cancelBody')}
      </ConfirmDialog>
    </>
  );
}

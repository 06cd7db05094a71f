import { utf8Decode } from '@gridseal/sdk/bytes';
import type { Proposal } from '@gridseal/sdk/quorum';
import { Download, Link2, Send } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useDataClient, useQuorum } from '../data/index.ts';
import { Button, Callout, download, ErrorPanel, TextLink, useToast } from '../ui/index.ts';
import { ConnectButton, useWrites, WalletError } from '../wallet/index.ts';
import { DraftNotStoredError, type Propose, type ProposeStep, usePropose } from './usePropose.ts';
import { useProposeText } from './useProposeText.ts';

export interface ProposePanelProps {
  /** What is proposed; null while the form around it is not ready. */
  readonly proposal: Proposal.Proposal | null;
  /** True while a transaction is under way: the form around it should not change or close. */
  readonly onBusy?: (busy: boolean) => void;
  /** Called with the proposal's path; without it the page goes there. */
  readonly onDone?: (path: string) => void;
}

/** The last step of whatever is asked of a quorum: on chain where that is possible, and by link or file always. */
export function ProposePanel({ proposal, onBusy, onDone }: ProposePanelProps) {
  const t = useProposeText();
  const propose = usePropose();
  const [, navigate] = useLocation();
  const finish = onDone ?? navigate;
  const { step, failure, setFailure, run } = useRun(propose, finish, onBusy);
  const { obstacle, linkTo, fileOf } = propose;
  const isReady = proposal !== null && step === undefined;
  const save = (of: Proposal.Proposal) => {
    const { fileName, bytes } = fileOf(of);
    download(fileName, utf8Decode(bytes), 'application/json');
  };
  return (
    <div className="space-y-4">
      <div className="space-y-2">
        <p className="text-sm text-muted">{t('chain.body')}</p>
        <Obstacle obstacle={obstacle} />
        <Stranger proposal={proposal} />
        {obstacle === null ? (
          <Button
            variant="primary"
            icon={Send}
            busy={step !== undefined}
            disabled={proposal === null}
            onClick={() => proposal && void run(proposal)}
          >
            {t('chain.button')}
          </Button>
        ) : null}
        <p role="status" className="text-sm text-muted">
          {step ? `${t(`step.${step}`)} …` : ''}
        </p>
      </div>
      <Failure failure={failure} onRetry={() => proposal && void run(proposal)} />
      <div className="space-y-2 border-t border-line pt-3">
        <p className="text-sm text-muted">{t('hand.body')}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            icon={Link2}
            disabled={!isReady}
            onClick={() => proposal && void linkTo(proposal).then(finish, setFailure)}
          >
            {t('hand.button')}
          </Button>
          <Button icon={Download} disabled={!isReady} onClick={() => proposal && save(proposal)}>
            {t('hand.file')}
          </Button>
        </div>
      </div>
    </div>
  );
}

function useRun({ publish }: Propose, onDone: (path: string) => void, onBusy: ProposePanelProps['onBusy']) {
  const t = useProposeText();
  const toast = useToast();
  const client = useDataClient();
  const [step, setStep] = useState<ProposeStep>();
  const [failure, setFailure] = useState<unknown>();
  const run = async (proposal: Proposal.Proposal) => {
    setFailure(undefined);
    onBusy?.(true);
    try {
      const { path, mined } = await publish(proposal, t('chain.label'), setStep);
      await mined;
      await client.poll();
      toast({ tone: 'ok', title: t('done') });
      onDone(path);
    } catch (error) {
      setFailure(error);
    } finally {
      setStep(undefined);
      onBusy?.(false);
    }
  };
  return { step, failure, setFailure, run };
}

function Obstacle({ obstacle }: Pick<Propose, 'obstacle'>) {
  const t = useProposeText();
  if (obstacle === null) return null;
  return (
    <Callout
      tone={obstacle === 'wrongChain' ? 'warn' : 'neutral'}
      actions={obstacle === 'noStore' ? undefined : <ConnectButton />}
    >
      {t(`obstacle.${obstacle}`)}{' '}
      {obstacle === 'noStore' ? <TextLink to="/settings">{t('obstacle.settings')}</TextLink> : null}
    </Callout>
  );
}

/** Says so if the members' inboxes will not show it by themselves. */
function Stranger({ proposal }: Pick<ProposePanelProps, 'proposal'>) {
  const t = useProposeText();
  const { account, problem } = useWrites();
  const quorum = useQuorum(proposal?.message.quorum ?? null).data;
  if (!quorum || !account || problem) return null;
  const isMember = quorum.state.members.some(({ signer }) => signer === account.toLowerCase());
  return isMember ? null : <Callout tone="warn">{t('chain.stranger')}</Callout>;
}

function Failure({ failure, onRetry }: { readonly failure: unknown; readonly onRetry: () => void }) {
  const t = useProposeText();
  if (failure === undefined) return null;
  if (failure instanceof WalletError && failure.problem === 'refused') {
    return (
      <Callout tone="warn" live>
        {t('refused')}
      </Callout>
    );
  }
  return failure instanceof DraftNotStoredError ? (
    <ErrorPanel title={t('notStored')} body={t('notStoredBody')} error={failure.cause} onRetry={onRetry} />
  ) : (
    <ErrorPanel title={t('failed')} error={failure} onRetry={onRetry} />
  );
}

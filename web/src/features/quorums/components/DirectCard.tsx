import type { Hex } from '@gridseal/sdk/bytes';
import type { Proposal, QuorumState } from '@gridseal/sdk/quorum';
import { escapeText } from '@gridseal/sdk/quorum';
import { Signature } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useChain, useChainTime, useDataClient } from '../../../data/index.ts';
import { Button, Card, useToast } from '../../../ui/index.ts';
import { TransactionStatus, useSigners, useWrites } from '../../../wallet/index.ts';
import { rotateDirectly } from '../model/rotateDirectly.ts';
import { useText } from '../useText.ts';
import { WriteFailure } from './WriteFailure.tsx';

export interface DirectCardProps {
  readonly state: QuorumState;
  readonly proposal: Proposal.Proposal;
}

/** Rotates at once, where the keys of this browser are enough for both versions. */
export function DirectCard({ state, proposal }: DirectCardProps) {
  const t = useText();
  const toast = useToast();
  const [, navigate] = useLocation();
  const client = useDataClient();
  const chain = useChain().data;
  const now = useChainTime();
  const signers = useSigners();
  const { send, problem } = useWrites();
  const [step, setStep] = useState('');
  const [hash, setHash] = useState<Hex>();
  const [failure, setFailure] = useState<unknown>();
  const run = async () => {
    if (!chain || now === null) return;
    setFailure(undefined);
    try {
      const transaction = await rotateDirectly({
        state,
        proposal,
        signers,
        chain,
        now,
        onSigning: ({ name }) => setStep(t('rotate.signing', { name: escapeText(name, { maxLength: 40 }) })),
      });
      setStep(t('rotate.sending'));
      const sent = await send(transaction, t('rotate.label'));
      setHash(sent.hash);
      await sent.mined;
      await client.poll();
      toast({ tone: 'ok', title: t('rotate.done', { version: state.version + 1 }) });
      navigate(`/quorums/${state.id}`);
    } catch (error) {
      setFailure(error);
    } finally {
      setStep('');
    }
  };
  return (
    <Card title={t('rotate.direct')}>
      <div className="space-y-3">
        <p className="text-sm text-muted">{t('rotate.directBody')}</p>
        <Button
          variant="primary"
          icon={Signature}
          busy={step !== ''}
          disabled={problem !== null || !chain}
          onClick={() => void run()}
        >
          {t('rotate.directButton')}
        </Button>
        <p role="status" className="text-sm text-muted empty:hidden">
          {step}
        </p>
        {hash ? <TransactionStatus hash={hash} /> : null}
        <WriteFailure failure={failure} title={t('rotate.directFailed')} />
      </div>
    </Card>
  );
}

import { Certificate } from '@gridseal/sdk/certificate';
import { verifiersOf } from '@gridseal/sdk/chain';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Send } from 'lucide-react';
import { useState } from 'react';
import { useDataClient, useNetwork, useStore } from '../../../data/index.ts';
import { type CaseFile, isUnasked } from '../../../propose/index.ts';
import { Button, Callout, Card, ErrorPanel, useToast } from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus, useWrites, WalletError } from '../../../wallet/index.ts';
import { submission } from '../model/submission.ts';
import type { WhatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';

interface SubmitCardProps {
  readonly file: CaseFile;
  readonly what: WhatIsSigned;
}

/** Sends what enough members have approved, after simulating it; anybody may. */
export function SubmitCard({ file, what }: SubmitCardProps) {
  const t = useText();
  const [hash, setHash] = useState<`0x${string}`>();
  const { state, standing } = file;
  if (hash) {
    return (
      <Card title={t('submit.title')}>
        <TransactionStatus hash={hash} />
      </Card>
    );
  }
  if (state !== 'open' || !standing) return null;
  // What a quorum approves as a member of another is for the other to carry out.
  const content = file.proposal.content?.action;
  if (what.action.action === 'approve' && content !== 'announce' && content !== 'withdraw') {
    return standing.satisfied ? <Callout>{t('submit.handBack')}</Callout> : null;
  }
  return (
    <Card title={t('submit.title')}>
      {standing.satisfied ? (
        <Ready file={file} what={what} onSent={setHash} />
      ) : (
        <p className="text-sm text-muted">{t('submit.waiting')}</p>
      )}
    </Card>
  );
}

function Ready({ file, what, onSent }: SubmitCardProps & { readonly onSent: (hash: `0x${string}`) => void }) {
  const t = useText();
  const toast = useToast();
  const client = useDataClient();
  const publish = usePublish(what);
  const { send, problem } = useWrites();
  const { transaction, simulation } = useSimulation(file);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const run = async () => {
    if (!transaction) return;
    setBusy(true);
    setFailure(undefined);
    try {
      if (!(await publish())) toast({ tone: 'warn', title: t('submit.publishFailed') });
      const { hash, mined } = await send(transaction, t('submit.title'));
      onSent(hash);
      await mined;
      await client.poll();
      toast({ tone: 'ok', title: t('submit.doneToast') });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const refused = failure instanceof WalletError && failure.problem === 'refused';
  return (
    <div className="space-y-3">
      <p>{t('submit.lead')}</p>
      {simulation.isPending ? <p className="text-sm text-muted">{t('submit.simulating')}</p> : null}
      {simulation.data ? (
        <p className="flex gap-2 text-sm text-ok">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('submit.accepted')}
        </p>
      ) : null}
      {simulation.error ? (
        <ErrorPanel
          title={t(isUnasked(simulation.error) ? 'review.checkFailed' : 'submit.refused')}
          error={simulation.error}
          onRetry={() => void simulation.refetch()}
        />
      ) : null}
      {problem === 'disconnected' ? (
        <>
          <p className="text-sm text-muted">{t('submit.connect')}</p>
          <ConnectButton />
        </>
      ) : (
        <Button
          variant="primary"
          icon={Send}
          className="w-full"
          busy={busy}
          disabled={!simulation.data || problem !== null}
          onClick={() => void run()}
        >
          {t('submit.button')}
        </Button>
      )}
      {problem === 'wrongChain' ? <Callout tone="warn">{t('decide.wrongChain')}</Callout> : null}
      {refused ? (
        <Callout tone="warn" live>
          {t('review.refusedSend')}
        </Callout>
      ) : failure ? (
        <ErrorPanel error={failure} />
      ) : null}
    </div>
  );
}

/** The transaction, and whether the registry would take it now. */
function useSimulation({ proposal, standing, quorums, digest }: CaseFile) {
  const { addresses } = useNetwork();
  const { simulate } = useWrites();
  const verifiers = verifiersOf(addresses);
  const transaction = standing
    ? submission(proposal, standing, { verifiers, quorums, announcements: addresses.keyAnnouncements })
    : null;
  const simulation = useQuery({
    queryKey: ['approvals', 'simulation', digest, transaction?.data],
    queryFn: async () => {
      if (transaction) await simulate(transaction);
      return true;
    },
    enabled: transaction !== null,
    retry: false,
    staleTime: 0,
  });
  return { transaction, simulation };
}

/** Puts an endorsed certificate on IPFS, where the network has a node that takes it. False if it should be there and is not. */
function usePublish({ action, certificate }: WhatIsSigned): () => Promise<boolean> {
  const { ipfsRpcs } = useNetwork();
  const { data: store } = useStore();
  return async () => {
    if (action.action !== 'endorse' || !certificate || ipfsRpcs.length === 0) return true;
    try {
      await store?.writeBlock(Certificate.encode(certificate));
      return store !== undefined;
    } catch {
      return false;
    }
  };
}

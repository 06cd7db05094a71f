import type { Hex } from '@gridseal/sdk/bytes';
import { Ban } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type FleetSlot, useNetwork } from '../../../data/index.ts';
import { ProposePanel, useCase } from '../../../propose/index.ts';
import { Button, Callout, ErrorPanel, ThresholdMeter } from '../../../ui/index.ts';
import { ConnectButton, TransactionStatus, useWrites, WalletError } from '../../../wallet/index.ts';
import { useQuorumWithdrawal } from '../model/useWithdrawal.ts';
import { type Withdrawer, withdrawalAction, withdrawalDeadline, withdrawalProposal } from '../model/withdrawal.ts';
import { useText } from '../useText.ts';

interface QuorumWithdrawalProps {
  readonly slot: FleetSlot;
  readonly way: Extract<Withdrawer, { readonly by: 'quorum' }>;
  readonly now: number;
}

/** Asks the quorum's members first; once enough have approved, anybody may send it. */
export function QuorumWithdrawal({ slot, way, now }: QuorumWithdrawalProps) {
  const t = useText();
  const network = useNetwork();
  const { quorum, options } = way;
  const [deadline] = useState(() => withdrawalDeadline(now));
  const action = useMemo(
    () => withdrawalAction(network, quorum.signer, slot, deadline),
    [network, quorum.signer, slot, deadline],
  );
  const proposal = useMemo(() => withdrawalProposal(network, quorum.state, action), [network, quorum.state, action]);
  const { data: file } = useCase(proposal);
  const collection = file?.standing?.sides[0]?.collection;
  return (
    <div className="space-y-4">
      <ThresholdMeter have={collection?.weight ?? 0} need={quorum.state.threshold} />
      {collection?.packed ? (
        <SendWithdrawal action={action} packed={collection.packed} />
      ) : (
        <>
          <p className="text-muted">
            {t('withdraw.byMembers', { threshold: quorum.state.threshold, count: options.length })}
          </p>
          <ProposePanel proposal={proposal} />
        </>
      )}
    </div>
  );
}

function SendWithdrawal(props: { readonly action: ReturnType<typeof withdrawalAction>; readonly packed: Hex }) {
  const t = useText();
  const withdraw = useQuorumWithdrawal();
  const { problem } = useWrites();
  const [hash, setHash] = useState<Hex>();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const sent = await withdraw(props.action, props.packed);
      setHash(sent.hash);
      await sent.mined;
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  if (hash) return <TransactionStatus hash={hash} />;
  if (problem === 'disconnected') return <Callout actions={<ConnectButton />}>{t('withdraw.sender')}</Callout>;
  return (
    <div className="space-y-3">
      <Button variant="danger" icon={Ban} busy={busy} disabled={problem !== null} onClick={() => void run()}>
        {t('withdraw.action')}
      </Button>
      {failure instanceof WalletError && failure.problem === 'refused' ? (
        <Callout tone="warn" live>
          {t('withdraw.refused')}
        </Callout>
      ) : failure ? (
        <ErrorPanel error={failure} onRetry={() => void run()} />
      ) : null}
    </div>
  );
}

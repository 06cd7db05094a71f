import { type Action, Approval, Proposal, TypedData } from '@gridseal/sdk/quorum';
import { CircleCheck, CircleDashed, PenLine } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNetwork, useQuorum } from '../../../data/index.ts';
import { ProposePanel, useCase, useKeepActions } from '../../../propose/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import {
  Badge,
  Button,
  Callout,
  Card,
  CopyButton,
  Digest,
  Disclosure,
  ErrorPanel,
  KeyValue,
  SafeText,
  TextLink,
  ThresholdMeter,
} from '../../../ui/index.ts';
import { type SignerOption, useSigners, WalletError } from '../../../wallet/index.ts';
import { proposalFor } from '../model/authority.ts';
import { useText } from '../useText.ts';
import { SignedPanel } from './SignedPanel.tsx';

interface ApprovalCardProps {
  /** What the quorum is to say. */
  readonly action: Action.Action;
  readonly quorum: `0x${string}`;
  /** Enough members have approved. */
  readonly onEnough: () => void;
}

/** A quorum announces: its members approve first, here, in their inboxes, or by file. It goes on by itself when enough have. */
export function ApprovalCard({ action, quorum: id, onEnough }: ApprovalCardProps) {
  const t = useText();
  const { addresses } = useNetwork();
  const { data: quorum } = useQuorum(id);
  const proposal = useMemo(
    () => (quorum ? proposalFor(action, quorum.state, addresses.quorumRegistry) : null),
    [action, quorum, addresses.quorumRegistry],
  );
  const { data: file } = useCase(proposal);
  const [path, setPath] = useState<string>();
  const collection = file?.standing?.sides[0]?.collection;
  const isEnough = collection?.packed !== undefined;
  useOnce(isEnough, onEnough);
  if (!proposal || !quorum) return null;
  const digest = TypedData.digest(Proposal.actionOf(proposal));
  const { weight, threshold } = collection ?? { weight: 0, threshold: quorum.state.threshold };
  const signed = new Set(collection?.signed.map(({ signer }) => signer.toLowerCase()));
  return (
    <Card
      title={t(`approve.${action.action === 'manifests' ? 'manifests' : 'announce'}`)}
      description={t('approve.lead')}
    >
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
        <div className="space-y-4">
          <ThresholdMeter have={weight} need={threshold} />
          <ul className="divide-y divide-line">
            {quorum.state.members.map(({ signer }) => {
              const isDone = signed.has(signer.toLowerCase());
              const Icon = isDone ? CircleCheck : CircleDashed;
              return (
                <li key={signer} className="flex items-center gap-2 py-1.5">
                  <Icon aria-hidden className={`size-4 shrink-0 ${isDone ? 'text-ok' : 'text-muted'}`} />
                  <QuorumName value={signer} copy={false} />
                  <span className="ms-auto text-sm text-muted">{t(isDone ? 'approve.has' : 'approve.missing')}</span>
                </li>
              );
            })}
          </ul>
          {isEnough ? null : <Own file={file} />}
          {path ? (
            <Callout
              tone="ok"
              live
              title={t('approve.asked')}
              actions={<CopyButton value={linkTo(path)} wide label={t('approve.copy')} />}
            >
              <TextLink to={path}>{t('approve.openIt')}</TextLink>
            </Callout>
          ) : null}
        </div>
        <div className="space-y-4">
          <SignedPanel action={action} />
          <KeyValue items={[{ label: t('approve.memberSigns'), value: <Digest value={digest} full /> }]} />
          {isEnough ? null : (
            <Disclosure summary={t('approve.others')}>
              <ProposePanel proposal={proposal} onDone={setPath} />
            </Disclosure>
          )}
        </div>
      </div>
    </Card>
  );
}

/** The whole address, to hand on. */
function linkTo(path: string): string {
  return `${location.href.split('#')[0]}#${path}`;
}

/** Calls once, when it becomes so. */
function useOnce(isSo: boolean, work: () => void) {
  const done = useRef(false);
  useEffect(() => {
    if (!isSo || done.current) return;
    done.current = true;
    work();
  }, [isSo, work]);
}

/** Approving with what is at hand. */
function Own({ file }: { readonly file: ReturnType<typeof useCase>['data'] }) {
  const t = useText();
  const signers = useSigners();
  const { keepApprovals } = useKeepActions();
  const [busy, setBusy] = useState<string>();
  const [failure, setFailure] = useState<unknown>();
  const ways = (file?.ways ?? []).flatMap((way) => {
    const option = signers.find(({ signer }) => signer.signer.toLowerCase() === way.signer);
    return option && !way.done ? [{ way, option }] : [];
  });
  if (ways.length === 0) return <p className="text-sm text-muted">{t('approve.noWay')}</p>;
  const approve = async (option: SignerOption, asked: Proposal.Proposal) => {
    setBusy(option.id);
    setFailure(undefined);
    try {
      await keepApprovals([await Approval.sign(option.signer, Proposal.actionOf(asked))]);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <div className="space-y-2">
      {ways.map(({ way, option }) => (
        <Button
          key={`${option.id} ${way.through.join()}`}
          variant="primary"
          icon={PenLine}
          busy={busy === option.id}
          disabled={option.problem !== null}
          onClick={() => void approve(option, way.asked)}
        >
          <span>
            {t('approve.as')} <SafeText text={option.name} maxLength={32} />
          </span>
        </Button>
      ))}
      {ways.some(({ option }) => option.problem) ? <Badge tone="warn">{t('wrongChain')}</Badge> : null}
      {failure instanceof WalletError && failure.problem === 'refused' ? (
        <Callout tone="warn" live>
          {t('refused')}
        </Callout>
      ) : failure ? (
        <ErrorPanel error={failure} />
      ) : null}
    </div>
  );
}

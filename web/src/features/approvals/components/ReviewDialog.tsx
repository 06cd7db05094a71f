import { useMemo, useState } from 'react';
import { useDataClient } from '../../../data/index.ts';
import type { CaseFile } from '../../../propose/index.ts';
import { useKeepActions } from '../../../propose/index.ts';
import { Button, Callout, Dialog, Digest, ErrorPanel, KeyValue, useToast } from '../../../ui/index.ts';
import { type SignerOption, TransactionStatus, useWrites, WalletError } from '../../../wallet/index.ts';
import { useChecks } from '../model/useChecks.ts';
import { approveCall, sign, type WhatIsSigned, whatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';
import { CheckList } from './CheckList.tsx';
import { MessageFields } from './MessageFields.tsx';

/** By signature, which goes by hand, or by transaction, which everybody sees. */
export type ReviewMode = 'sign' | 'send';

interface ReviewDialogProps {
  /** Undefined: closed. */
  readonly mode: ReviewMode | undefined;
  readonly way: CaseFile['ways'][number];
  readonly option: SignerOption;
  readonly onClose: () => void;
}

/** The last look before signing: the fields that the signer is given, and what the chain says of them now. */
export function ReviewDialog({ mode, way, option, onClose }: ReviewDialogProps) {
  return mode ? <Review mode={mode} way={way} option={option} onClose={onClose} /> : null;
}

function Review({ mode, way, option, onClose }: ReviewDialogProps & { readonly mode: ReviewMode }) {
  const t = useText();
  const what = useMemo(() => whatIsSigned(way.asked), [way.asked]);
  const checks = useChecks(what);
  const approve = useApprove(mode, what, option, onClose);
  const isBad = checks.data?.some(({ passed }) => passed === false) ?? true;
  return (
    <Dialog
      open
      onClose={onClose}
      locked={approve.busy}
      size="lg"
      title={t(mode === 'sign' ? 'review.titleSign' : 'review.titleSend')}
      description={t(mode === 'sign' ? 'review.leadSign' : 'review.leadSend')}
      footer={
        <Button
          variant="primary"
          busy={approve.busy}
          disabled={checks.isPending || isBad || approve.hash !== undefined}
          onClick={() => void approve.run()}
        >
          {t(mode === 'sign' ? 'review.sign' : 'review.send')}
        </Button>
      }
    >
      <div className="space-y-5">
        <section>
          <h3 className="mb-2 text-sm font-semibold text-muted">{t('review.shown')}</h3>
          <div className="rounded-md border border-line p-3">
            <MessageFields what={what} />
          </div>
        </section>
        <KeyValue items={[{ label: t('signed.digest'), value: <Digest value={what.parts.digest} full /> }]} />
        <section>
          <h3 className="mb-2 text-sm font-semibold text-muted">{t('review.checks')}</h3>
          <CheckList checks={checks.data} error={checks.error} />
        </section>
        {approve.hash ? <TransactionStatus hash={approve.hash} /> : null}
        {approve.refused ? (
          <Callout tone="warn" live>
            {t(mode === 'sign' ? 'review.refused' : 'review.refusedSend')}
          </Callout>
        ) : null}
        {approve.error ? <ErrorPanel error={approve.error} /> : null}
      </div>
    </Dialog>
  );
}

interface Approving {
  readonly run: () => Promise<void>;
  readonly busy: boolean;
  readonly refused: boolean;
  readonly hash?: `0x${string}`;
  readonly error?: unknown;
}

function useApprove(mode: ReviewMode, what: WhatIsSigned, { signer }: SignerOption, onDone: () => void): Approving {
  const t = useText();
  const toast = useToast();
  const client = useDataClient();
  const { send } = useWrites();
  const { keepApprovals } = useKeepActions();
  const [state, setState] = useState<Omit<Approving, 'run'>>({ busy: false, refused: false });
  const run = async () => {
    setState({ busy: true, refused: false });
    try {
      if (mode === 'sign') {
        await keepApprovals([await sign(what, signer)]);
        toast({ tone: 'ok', title: t('review.signedToast') });
      } else {
        const { hash, mined } = await send(approveCall(what), t('decide.transaction'));
        setState({ busy: true, refused: false, hash });
        await mined;
        await client.poll();
        toast({ tone: 'ok', title: t('review.sentToast') });
      }
      onDone();
    } catch (error) {
      const refused = error instanceof WalletError && error.problem === 'refused';
      setState({ busy: false, refused, ...(refused ? {} : { error }) });
    }
  };
  return { ...state, run };
}

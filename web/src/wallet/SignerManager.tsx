import { Fingerprint, KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Badge, Button, Callout, Card, ConfirmDialog, Digest, EmptyState, IconButton, SafeText } from '../ui/index.ts';
import { NewSignerDialog } from './NewSignerDialog.tsx';
import type { SignerOption } from './signerOption.ts';
import { useSignerStore } from './storedSigners.ts';
import { useSigners } from './useSigners.ts';
import { useWalletText } from './useWalletText.ts';

type Kind = 'passkey' | 'p521';

/** The keys of this browser that are not wallets: what they are called, how contracts know them, new ones, and forgetting them. */
export function SignerManager() {
  const t = useWalletText();
  const { can, remove } = useSignerStore();
  const own = useSigners().filter((option) => option.kind !== 'wallet');
  const [making, setMaking] = useState<Kind>();
  const [forgetting, setForgetting] = useState<SignerOption>();
  const forget = async () => {
    if (forgetting) await remove(forgetting.id);
    setForgetting(undefined);
  };
  return (
    <Card
      title={t('signers.title')}
      description={t('signers.body')}
      actions={
        <>
          <Button size="sm" icon={Fingerprint} disabled={!can.passkey} onClick={() => setMaking('passkey')}>
            {t('signers.addPasskey')}
          </Button>
          <Button size="sm" icon={KeyRound} disabled={!can.p521} onClick={() => setMaking('p521')}>
            {t('signers.addP521')}
          </Button>
        </>
      }
      padded={false}
    >
      {can.passkey && can.p521 ? null : (
        <div className="p-4">
          <Callout tone="info">{t('signers.unavailable')}</Callout>
        </div>
      )}
      {own.length === 0 ? (
        <EmptyState icon={KeyRound} title={t('signers.none')} body={t('signers.noneBody')} />
      ) : (
        <ul className="divide-y divide-line">
          {own.map((option) => (
            <SignerRow key={option.id} option={option} onForget={() => setForgetting(option)} />
          ))}
        </ul>
      )}
      <NewSignerDialog kind={making} onClose={() => setMaking(undefined)} />
      <ConfirmDialog
        open={forgetting !== undefined}
        onClose={() => setForgetting(undefined)}
        onConfirm={() => void forget()}
        title={t('signers.removeTitle', { name: forgetting?.name.slice(0, 60) ?? '' })}
        action={t('signers.remove')}
        danger
      >
        {forgetting?.kind === 'p521' ? t('signers.removeP521') : t('signers.removePasskey')}
      </ConfirmDialog>
    </Card>
  );
}

function SignerRow({ option, onForget }: { readonly option: SignerOption; readonly onForget: () => void }) {
  const t = useWalletText();
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      {option.kind === 'passkey' ? (
        <Fingerprint aria-hidden className="size-5 shrink-0 text-muted" />
      ) : (
        <KeyRound aria-hidden className="size-5 shrink-0 text-muted" />
      )}
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">
            <SafeText text={option.name} maxLength={60} />
          </span>
          <Badge>{t(`signers.${option.kind}`)}</Badge>
        </p>
        <p className="text-muted">
          <span className="sr-only">{t('signers.signer')}: </span>
          <Digest value={option.signer.signer} />
        </p>
      </div>
      <IconButton icon={Trash2} label={`${t('signers.remove')}: ${option.name}`} onClick={onForget} />
    </li>
  );
}

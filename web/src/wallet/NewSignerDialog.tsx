import { type FormEvent, useState } from 'react';
import { Button, Callout, Dialog, Field, Input } from '../ui/index.ts';
import { useSignerStore } from './storedSigners.ts';
import { useWalletText } from './useWalletText.ts';
import { toWalletError } from './walletError.ts';

export interface NewSignerDialogProps {
  /** What is made; undefined while nothing is. */
  readonly kind: 'passkey' | 'p521' | undefined;
  readonly onClose: () => void;
}

/** Names a key and makes it. */
export function NewSignerDialog({ kind, onClose }: NewSignerDialogProps) {
  const t = useWalletText();
  const { addPasskey, addP521 } = useSignerStore();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<'refused' | 'failed'>();
  const close = () => {
    setName('');
    setProblem(undefined);
    onClose();
  };
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || name.trim() === '') return;
    setBusy(true);
    setProblem(undefined);
    try {
      await (kind === 'p521' ? addP521(name) : addPasskey(name));
      close();
    } catch (error) {
      setProblem(toWalletError(error).problem === 'refused' ? 'refused' : 'failed');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      open={kind !== undefined}
      onClose={close}
      locked={busy}
      size="sm"
      title={kind === 'p521' ? t('signers.addP521') : t('signers.addPasskey')}
    >
      <form onSubmit={(event) => void create(event)} className="space-y-4">
        {kind === 'p521' ? <Callout tone="warn">{t('signers.p521Warning')}</Callout> : null}
        {problem ? (
          <Callout tone="bad" live>
            {t(`signers.${problem}`)}
          </Callout>
        ) : null}
        <Field label={t('signers.name')} hint={t('signers.nameHint')} required>
          {(control) => (
            <Input {...control} maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" busy={busy} disabled={name.trim() === ''}>
            {t('signers.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

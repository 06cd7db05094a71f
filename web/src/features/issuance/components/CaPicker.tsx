import { CircleAlert, FolderKey, KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { Button, CopyButton, Digest, IconButton, SafeText } from '../../../ui/index.ts';
import { type CaKey, keyRing } from '../model/caKeys.ts';
import { useCaKeys } from '../model/hooks.ts';
import { useText } from '../useText.ts';
import { NewCaDialog } from './NewCaDialog.tsx';
import { OpenCaDialog } from './OpenCaDialog.tsx';

interface CaPickerProps {
  readonly kind: CaKey['kind'];
  readonly chosen: CaKey | null;
  readonly onChoose: (key: CaKey | null) => void;
  readonly problem: string | undefined;
}

/** Which key signs the certificates: opened from a file, or made here; in memory alone. */
export function CaPicker({ kind, chosen, onChoose, problem }: CaPickerProps) {
  const t = useText();
  const keys = useCaKeys().filter((key) => key.kind === kind);
  const [dialog, setDialog] = useState<'open' | 'make'>();
  const Dialog = dialog === 'open' ? OpenCaDialog : NewCaDialog;
  const take = (key: CaKey) => {
    keyRing.add(key);
    onChoose(key);
    setDialog(undefined);
  };
  return (
    <fieldset>
      <legend className="text-sm font-medium">{t(`ca.title.${kind}`)}</legend>
      <p className="mb-2 text-sm text-muted">{t('ca.memory')}</p>
      {keys.length > 0 ? (
        <ul className="mb-2 space-y-1">
          {keys.map((key) => (
            <li
              key={key.id}
              className="flex items-center gap-2 rounded-md border border-line px-2.5 py-1.5 has-checked:border-accent has-checked:bg-accent-soft"
            >
              <label className="flex min-w-0 flex-1 items-center gap-2">
                <input
                  type="radio"
                  name={`ca-${kind}`}
                  className="size-4 shrink-0"
                  checked={chosen?.id === key.id}
                  onChange={() => onChoose(key)}
                />
                <span className="min-w-0">
                  <SafeText text={key.name} maxLength={48} />{' '}
                  <span className="block text-sm text-muted">
                    <Digest value={key.fingerprint} copy={false} />
                  </span>
                </span>
              </label>
              <CopyButton value={key.publicText} label={t('ca.copyPublic')} />
              <IconButton
                icon={Trash2}
                label={t('ca.forget')}
                onClick={() => {
                  keyRing.forget(key.id);
                  if (chosen?.id === key.id) onChoose(null);
                }}
              />
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button size="sm" icon={FolderKey} onClick={() => setDialog('open')}>
          {t('ca.open')}
        </Button>
        <Button size="sm" icon={KeyRound} onClick={() => setDialog('make')}>
          {t('ca.make')}
        </Button>
      </div>
      <p aria-live="polite" className="mt-1 text-sm text-bad empty:hidden">
        {problem ? (
          <>
            <CircleAlert aria-hidden className="me-1 inline size-3.5 align-[-0.125em]" />
            {problem}
          </>
        ) : null}
      </p>
      {dialog
        ? // Outside of the form around it: forms do not nest.
          createPortal(<Dialog kind={kind} onKey={take} onClose={() => setDialog(undefined)} />, document.body)
        : null}
    </fieldset>
  );
}

import { type FormEvent, useState } from 'react';
import { useChainTime } from '../../../data/index.ts';
import { Button, Callout, Dialog, ErrorPanel, Field, FileDrop, Input, SafeText } from '../../../ui/index.ts';
import { isProtected, isWrongPassphrase, readSshKey, readTlsKey } from '../model/caFiles.ts';
import type { CaKey } from '../model/caKeys.ts';
import { useText } from '../useText.ts';

interface CaDialogProps {
  readonly kind: CaKey['kind'];
  readonly onKey: (key: CaKey) => void;
  readonly onClose: () => void;
}

/** Opens the key of an authority from a file; the file and the passphrase leave nothing behind. */
export function OpenCaDialog({ kind, onKey, onClose }: CaDialogProps) {
  const t = useText();
  const now = useChainTime();
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const [passphrase, setPassphrase] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const needsPassphrase = file ? isProtected(file.text) : null;
  const open = async (event: FormEvent) => {
    event.preventDefault();
    // React would tell the form around the picker, too.
    event.stopPropagation();
    if (!file || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const name = file.name.replace(/\.[a-z0-9]{1,4}$/i, '');
      const at = now ?? Math.floor(Date.now() / 1_000);
      onKey(
        kind === 'ssh'
          ? await readSshKey(name, file.text, passphrase)
          : await readTlsKey(name, file.text, { passphrase, at }),
      );
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      locked={busy}
      title={t(`ca.openTitle.${kind}`)}
      description={t(`ca.openLead.${kind}`)}
      footer={
        <Button
          variant="primary"
          type="submit"
          form="open-ca"
          busy={busy}
          disabled={!file || needsPassphrase === null || (needsPassphrase && passphrase === '')}
        >
          {t('ca.openAction')}
        </Button>
      }
    >
      <form id="open-ca" className="space-y-4" onSubmit={(event) => void open(event)}>
        <FileDrop
          multiple={kind === 'tls'}
          label={t('ca.file')}
          hint={t(`ca.fileHint.${kind}`)}
          maxBytes={262_144}
          onFiles={(files) => {
            setFailure(undefined);
            // The key may be in one file, and its certificates in another.
            const text = files.map(({ bytes }) => new TextDecoder().decode(bytes)).join('\n');
            setFile({ name: files[0]?.name ?? '', text });
          }}
        />
        {file ? (
          <p className="text-sm">
            <SafeText text={file.name} maxLength={60} />
          </p>
        ) : null}
        {file && needsPassphrase === null ? <Callout tone="warn">{t('ca.noKey')}</Callout> : null}
        {needsPassphrase === false ? <Callout tone="warn">{t('ca.unprotected')}</Callout> : null}
        {needsPassphrase ? (
          <Field label={t('ca.passphrase')} error={isWrongPassphrase(failure) ? t('ca.wrongPassphrase') : undefined}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="off"
                value={passphrase}
                onChange={(event) => setPassphrase(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        {failure !== undefined && !isWrongPassphrase(failure) ? <ErrorPanel error={failure} /> : null}
      </form>
    </Dialog>
  );
}

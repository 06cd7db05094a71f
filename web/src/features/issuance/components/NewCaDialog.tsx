import { Download } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useChainTime } from '../../../data/index.ts';
import { Button, Callout, Checkbox, CodeBlock, Dialog, download, ErrorPanel, Field, Input } from '../../../ui/index.ts';
import { makeSshKey, makeTlsKey, shortestPassphrase } from '../model/caFiles.ts';
import type { CaKey } from '../model/caKeys.ts';
import { useText } from '../useText.ts';

interface CaDialogProps {
  readonly kind: CaKey['kind'];
  readonly onKey: (key: CaKey) => void;
  readonly onClose: () => void;
}

const year = 31_536_000;

/** Makes an authority: its key is offered once, as a file that only a passphrase opens. */
export function NewCaDialog({ kind, onKey, onClose }: CaDialogProps) {
  const t = useText();
  const now = useChainTime() ?? Math.floor(Date.now() / 1_000);
  const [name, setName] = useState(kind === 'ssh' ? 'ssh-users' : 'tls-root');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [made, setMade] = useState<{ readonly key: CaKey; readonly file: string }>();
  const [isSaved, setSaved] = useState(false);
  const [isUnderstood, setUnderstood] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const tooShort = passphrase !== '' && [...passphrase].length < shortestPassphrase;
  const differs = again !== '' && again !== passphrase;
  const isReady = name.trim() !== '' && passphrase !== '' && !tooShort && again === passphrase;
  const make = async (event: FormEvent) => {
    event.preventDefault();
    // React would tell the form around the picker, too.
    event.stopPropagation();
    if (!isReady || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      const validity = { notBefore: now - 60, notAfter: now + 10 * year };
      setMade(kind === 'ssh' ? await makeSshKey(name, passphrase) : await makeTlsKey(name, passphrase, validity));
      setPassphrase('');
      setAgain('');
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  if (made) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t('ca.madeTitle')}
        description={t('ca.madeLead')}
        footer={
          <Button variant="primary" disabled={!isSaved || !isUnderstood} onClick={() => onKey(made.key)}>
            {t('ca.use')}
          </Button>
        }
      >
        <div className="space-y-4">
          <Button
            icon={Download}
            onClick={() => {
              download(fileName(name), made.file, 'text/plain');
              setSaved(true);
            }}
          >
            {t('ca.save')}
          </Button>
          <Checkbox label={t('ca.understood')} checked={isUnderstood} onChange={setUnderstood} />
          <CodeBlock label={t(`ca.public.${kind}`)} code={made.key.publicText.trim()} wrap />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      locked={busy}
      title={t(`ca.makeTitle.${kind}`)}
      description={t(`ca.makeLead.${kind}`)}
      footer={
        <Button variant="primary" type="submit" form="new-ca" busy={busy} disabled={!isReady}>
          {t('ca.makeAction')}
        </Button>
      }
    >
      <form id="new-ca" className="space-y-4" onSubmit={(event) => void make(event)}>
        <Field label={t('ca.name')} required>
          {(control) => (
            <Input {...control} value={name} maxLength={64} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field
          label={t('ca.passphrase')}
          hint={t('ca.passphraseHint', { count: shortestPassphrase })}
          error={tooShort ? t('ca.tooShort', { count: shortestPassphrase }) : undefined}
          required
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('ca.again')} error={differs ? t('ca.differs') : undefined} required>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={again}
              onChange={(event) => setAgain(event.target.value)}
            />
          )}
        </Field>
        {failure ? <ErrorPanel error={failure} /> : null}
        <Callout tone="neutral">{t('ca.memory')}</Callout>
      </form>
    </Dialog>
  );
}

function fileName(name: string): string {
  return `${name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 60) || 'authority'}.pem`;
}

import { concat, fromHex, toBase64url } from '@gridseal/sdk/bytes';
import { KeyRound, Plus } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import {
  KeyTextError,
  keyFingerprint,
  type PublicKey,
  type ReadKey,
  readPublicKeyFile,
  readPublicKeys,
} from '../../../../trust/index.ts';
import { Button, Callout, type DroppedFile, Field, FileDrop, Select, TextArea } from '../../../../ui/index.ts';
import { type SignerOption, useSigners } from '../../../../wallet/index.ts';
import { useText } from '../../useText.ts';

interface AddKeysProps {
  readonly onAdd: (keys: readonly PublicKey[]) => void;
  /** Whether the field is there from the beginning. */
  readonly isOpen: boolean;
}

/** Takes public keys: pasted in any form, from files, or from the signers of this browser. */
export function AddKeys({ onAdd, isOpen }: AddKeysProps) {
  const t = useText();
  const [wasOpened, open] = useState(isOpen);
  const own = useSigners().flatMap(keyOfSigner);
  const add = (keys: readonly PublicKey[]) => {
    onAdd(keys);
    open(false);
  };
  if (!wasOpened) {
    return (
      <Button size="sm" icon={Plus} onClick={() => open(true)}>
        {t('new.addKey')}
      </Button>
    );
  }
  return (
    <div className="space-y-3 rounded-md border border-line bg-raised p-3">
      <Paste onAdd={add} />
      {own.length > 0 ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-sm text-muted">{t('new.ownKeys')}</span>
          {own.map(({ name, key }) => (
            <Button key={toBase64url(key.publicKey)} size="sm" icon={KeyRound} onClick={() => add([key])}>
              {name} ({key.algorithm})
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** The public key behind a signer of this browser; a wallet shows only its address. */
function keyOfSigner({ kind, name, signer }: SignerOption): readonly { name: string; key: PublicKey }[] {
  if (kind === 'wallet') return [];
  const point = concat(Uint8Array.of(4), fromHex(signer.signer).subarray(20));
  return [{ name: name.slice(0, 40), key: { algorithm: kind === 'passkey' ? 'P-256' : 'P-521', publicKey: point } }];
}

type Found = { readonly keys: readonly ReadKey[] } | { readonly problem: KeyTextError['problem'] } | null;

function read(give: () => readonly ReadKey[]): Found {
  try {
    return { keys: give() };
  } catch (error) {
    if (!(error instanceof KeyTextError)) throw error;
    return error.problem === 'nothing' ? null : { problem: error.problem };
  }
}

function Paste({ onAdd }: Pick<AddKeysProps, 'onAdd'>) {
  const t = useText();
  const [text, setText] = useState('');
  const [given, setGiven] = useState<Found>(null);
  const [picks, setPicks] = useState<Readonly<Record<number, number>>>({});
  const typed = useMemo(() => read(() => readPublicKeys(text)), [text]);
  const found = text.trim() === '' ? given : typed;
  const take = (value: string) => {
    const isPrivate = problemOf(read(() => readPublicKeys(value))) === 'private';
    // What should never have been pasted does not stay on the screen.
    setText(isPrivate ? '' : value);
    setGiven(isPrivate ? { problem: 'private' } : null);
    setPicks({});
  };
  const takeFiles = (files: readonly DroppedFile[]) => {
    setText('');
    setPicks({});
    setGiven(read(() => files.flatMap(({ bytes }) => readPublicKeyFile(bytes))));
  };
  const keys = found && 'keys' in found ? found.keys : [];
  const problem = problemOf(found);
  const add = () => {
    onAdd(keys.map((key, i) => key[picks[i] ?? 0] ?? key[0]));
    take('');
  };
  return (
    <>
      <Field
        label={t('new.pasteKey')}
        hint={t('new.pasteKeyHint')}
        error={problem && problem !== 'private' ? t(`new.keyProblem.${problem}`) : undefined}
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={3}
            data-field="keys"
            value={text}
            onChange={({ target }) => take(target.value)}
          />
        )}
      </Field>
      {problem === 'private' ? (
        <Callout tone="bad" live title={t('new.privateTitle')}>
          {t('new.privateBody')}
        </Callout>
      ) : null}
      {keys.length > 0 ? (
        <Recognised keys={keys} picks={picks} onPick={(i, pick) => setPicks({ ...picks, [i]: pick })} onAdd={add} />
      ) : (
        <FileDrop label={t('new.keyFiles')} multiple maxBytes={262_144} onFiles={takeFiles} />
      )}
    </>
  );
}

const problemOf = (found: Found) => (found && 'problem' in found ? found.problem : null);

interface RecognisedProps {
  readonly keys: readonly ReadKey[];
  readonly picks: Readonly<Record<number, number>>;
  readonly onPick: (key: number, pick: number) => void;
  readonly onAdd: () => void;
}

/** What was found in the text, before it is taken: with raw bytes the user says what they are. */
function Recognised({ keys, picks, onPick, onAdd }: RecognisedProps) {
  const t = useText();
  const label = useId();
  return (
    <div className="space-y-2">
      <p id={label} role="status" className="text-sm font-medium text-ok">
        {t('new.recognised', { count: keys.length })}
      </p>
      <ul aria-labelledby={label} className="space-y-1.5">
        {keys.map((key, i) => {
          const chosen = key[picks[i] ?? 0] ?? key[0];
          return (
            <li key={toBase64url(chosen.publicKey)} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {key.length > 1 ? (
                <Select
                  aria-label={t('new.whichAlgorithm')}
                  className="w-auto!"
                  value={String(picks[i] ?? 0)}
                  onChange={(pick) => onPick(i, Number(pick))}
                  options={key.map(({ algorithm }, pick) => ({ value: String(pick), label: algorithm }))}
                />
              ) : (
                <span className="font-medium">{chosen.algorithm}</span>
              )}
              <code className="font-mono text-sm text-muted">{keyFingerprint(toBase64url(chosen.publicKey))}…</code>
            </li>
          );
        })}
      </ul>
      <Button variant="primary" size="sm" icon={Plus} onClick={onAdd}>
        {t('new.takeKeys', { count: keys.length })}
      </Button>
    </div>
  );
}

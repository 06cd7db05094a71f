import { toBase64url } from '@gridseal/sdk/bytes';
import type { Certificate } from '@gridseal/sdk/certificate';
import { type KeyUse, keyAlgorithms, keyUses } from '@gridseal/sdk/crypto';
import { Trash2 } from 'lucide-react';
import { keyFingerprint, type PublicKey, useTrustText } from '../../../../trust/index.ts';
import { Callout, IconButton, Select } from '../../../../ui/index.ts';
import { kindShapes } from '../../model/draft/kindShapes.ts';
import { useText } from '../../useText.ts';
import { AddKeys } from './AddKeys.tsx';
import { useProblemWords } from './useProblemWords.ts';
import type { WizardProps } from './wizardProps.ts';

type SubjectKey = Certificate.SubjectKey;
/** As many as a certificate can have. */
const MOST = 16;

/** The subject's public keys: what each is for, its algorithm and its fingerprint. */
export function KeysField(props: WizardProps) {
  const { draft, onChange } = props;
  const t = useText();
  const problem = useProblemWords(props)('keys');
  const change = (keys: readonly SubjectKey[]) => onChange({ keys });
  const add = (added: readonly PublicKey[]) => {
    const fresh = added
      .map(({ algorithm, publicKey }) => ({ algorithm, publicKey: toBase64url(publicKey) }))
      .filter((key) => draft.keys.every((known) => known.publicKey !== key.publicKey))
      .map((key) => ({ ...key, use: likelyUse(key.algorithm, draft) }));
    change([...draft.keys, ...fresh].slice(0, MOST));
  };
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-sm font-medium">
        {t('new.keys')} <span className="font-normal text-muted">({draft.keys.length})</span>
      </legend>
      {draft.keys.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {draft.keys.map((key, i) => (
            <KeyRow
              key={`${key.algorithm} ${key.publicKey} ${key.use}`}
              of={key}
              kind={draft.kind}
              onUse={(use) => change(draft.keys.with(i, { ...key, use }))}
              onRemove={() => change(draft.keys.toSpliced(i, 1))}
            />
          ))}
        </ul>
      ) : null}
      {problem ? <Callout tone="bad">{problem}</Callout> : null}
      {draft.keys.length < MOST ? (
        <AddKeys onAdd={add} isOpen={draft.keys.length === 0} />
      ) : (
        <p className="text-sm text-muted">{t('new.enoughKeys', { count: MOST })}</p>
      )}
    </fieldset>
  );
}

/** What a key is most likely for: what its algorithm can, the kind's own use first, and none twice while others are free. */
function likelyUse(algorithm: SubjectKey['algorithm'], { kind, keys }: WizardProps['draft']): KeyUse {
  const uses = usesOf(algorithm, kind);
  return uses.find((use) => keys.every((key) => key.use !== use)) ?? uses[0] ?? 'sign';
}

function usesOf(algorithm: SubjectKey['algorithm'], kind: WizardProps['draft']['kind']): readonly KeyUse[] {
  const { purpose } = keyAlgorithms[algorithm];
  const able = (use: KeyUse) => purpose === 'both' || (purpose === 'encrypt') === (use === 'encrypt');
  const usual = kindShapes[kind].keyUses;
  return [...new Set([...usual, ...keyUses])].filter(able);
}

interface KeyRowProps {
  readonly of: SubjectKey;
  readonly kind: WizardProps['draft']['kind'];
  readonly onUse: (use: KeyUse) => void;
  readonly onRemove: () => void;
}

function KeyRow({ of: { use, algorithm, publicKey }, kind, onUse, onRemove }: KeyRowProps) {
  const t = useText();
  const words = useTrustText();
  const fingerprint = fingerprintOf(publicKey);
  const uses = usesOf(algorithm, kind);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
      <span className="min-w-0 flex-1 basis-56">
        <span className="font-medium">{algorithm}</span>
        <span className="block font-mono text-sm wrap-anywhere text-muted">{fingerprint}…</span>
      </span>
      <Select
        aria-label={t('new.keyUse', { fingerprint: fingerprint.slice(0, 10) })}
        className="w-auto!"
        value={use}
        onChange={onUse}
        options={[...new Set([...uses, use])].map((value) => ({ value, label: words(`uses.${value}`) }))}
      />
      <IconButton
        label={t('new.removeKey', { fingerprint: fingerprint.slice(0, 10) })}
        icon={Trash2}
        onClick={onRemove}
      />
    </li>
  );
}

/** Drafts that were kept are not believed: what is no base64url has no fingerprint. */
function fingerprintOf(publicKey: string): string {
  try {
    return keyFingerprint(publicKey);
  } catch {
    return '0x';
  }
}

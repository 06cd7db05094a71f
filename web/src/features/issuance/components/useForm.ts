import { escapeText } from '@gridseal/sdk/quorum';
import { useCallback, useMemo, useState } from 'react';
import type { CaKey } from '../model/caKeys.ts';
import { type Complaint, complaintsOf } from '../model/checks.ts';
import { useCaKeys } from '../model/hooks.ts';
import type { Recipe } from '../model/recipe.ts';
import type { FileToSend } from '../model/request.ts';
import { useText } from '../useText.ts';

/** The form's state: a recipe, the key that signs, files, and what is wrong with them. */
export function useForm(begin: () => Recipe) {
  const t = useText();
  const [recipe, setRecipe] = useState(begin);
  const [keyId, setKeyId] = useState<string | null>(null);
  const [files, setFiles] = useState<readonly FileToSend[]>([]);
  const [isShown, setShown] = useState(false);
  const keys = useCaKeys();
  const wanted: CaKey['kind'] = recipe.kind === 'tls' ? 'tls' : 'ssh';
  const fitting = keys.filter(({ kind }) => kind === wanted);
  const caKey = fitting.find(({ id }) => id === keyId) ?? (fitting.length === 1 ? (fitting[0] as CaKey) : null);
  const complaints = useMemo(
    () => complaintsOf(recipe, { hasAuthorityKey: caKey !== null, files: files.length }),
    [recipe, caKey, files.length],
  );
  const words = useCallback(
    ({ code, word = '' }: Complaint) => t(`problem.${code}`, { word: escapeText(word, { maxLength: 60 }) }),
    [t],
  );
  return {
    recipe,
    change: useCallback((fields: Partial<Recipe>) => setRecipe((before) => ({ ...before, ...fields })), []),
    caKey,
    chooseKey: (key: CaKey | null) => setKeyId(key?.id ?? null),
    files,
    setFiles,
    complaints,
    words,
    /** From now on, what is wrong is said beside its field. */
    show: setShown,
    problem: (field: Complaint['field']) => {
      const found = isShown ? complaints.find((one) => one.field === field) : undefined;
      return found && words(found);
    },
  };
}

import { escapeText } from '@gridseal/sdk/quorum';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useFleetStore } from '../../../fleet/index.ts';
import type { CaKey } from '../model/caKeys.ts';
import { type Complaint, complaintsOf } from '../model/checks.ts';
import { hasKeyFor } from '../model/csv/checkRows.ts';
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
  const withoutKey = useWithoutKey(recipe);
  const complaints = useMemo(
    () => complaintsOf(recipe, { hasAuthorityKey: caKey !== null, files: files.length, withoutKey }),
    [recipe, caKey, files.length, withoutKey],
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

/** How many of the chosen devices have enrolled no key that could be certified. */
function useWithoutKey({ devices, kind, keys }: Recipe): number {
  const { read } = useFleetStore();
  const { data } = useQuery({
    queryKey: ['issuance', 'withoutKey', kind, devices],
    queryFn: async () => {
      const known = await read(devices);
      return kind === 'files' ? 0 : known.filter((device) => !hasKeyFor(kind, device)).length;
    },
    enabled: keys === 'device' && kind !== 'files' && devices.length > 0,
    retry: false,
  });
  return data ?? 0;
}

import { useCallback } from 'react';
import { useSettings } from '../../../data/index.ts';
import type { NameOf } from './find.ts';

/** What this browser's user calls owners. */
export function useNameOf(): NameOf {
  const [{ names }] = useSettings();
  return useCallback((owner) => names[owner], [names]);
}

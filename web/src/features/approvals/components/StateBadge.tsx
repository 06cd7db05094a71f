import type { CaseFile } from '../../../propose/index.ts';
import { Badge, type Tone } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

const TONES: Readonly<Record<CaseFile['state'] | 'ready', Tone>> = {
  open: 'info',
  ready: 'ok',
  done: 'ok',
  stale: 'warn',
  expired: 'warn',
  unknown: 'neutral',
  foreign: 'neutral',
};

/** Where a proposal stands, in a word. */
export function StateBadge({ file }: { readonly file: CaseFile }) {
  const t = useText();
  const state = file.state === 'open' && file.standing?.satisfied ? 'ready' : file.state;
  return <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>;
}

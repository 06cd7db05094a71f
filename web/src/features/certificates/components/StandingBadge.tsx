import { Badge } from '../../../ui/index.ts';
import { type Standing, standingTones } from '../model/standing.ts';
import { useText } from '../useText.ts';

export function StandingBadge({ standing }: { readonly standing: Standing }) {
  const t = useText();
  return <Badge tone={standingTones[standing]}>{t(`state.${standing}`)}</Badge>;
}

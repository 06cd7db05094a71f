import { Anchor, Atom, CircleAlert, Layers, type LucideIcon, User } from 'lucide-react';
import { Badge, type Tone } from '../../../ui/index.ts';
import type { Mark } from '../model/marks.ts';
import { useText } from '../useText.ts';

const LOOKS: Readonly<Record<Mark, readonly [Tone, LucideIcon]>> = {
  mine: ['info', User],
  anchor: ['ok', Anchor],
  pair: ['neutral', Atom],
  hybrid: ['neutral', Atom],
  nested: ['neutral', Layers],
  stuck: ['bad', CircleAlert],
};

const HINTS = { pair: 'pairHint', hybrid: 'hybridHint', nested: 'nestedHint', stuck: 'stuckHint' } as const;

export function MarkBadges({ marks }: { readonly marks: readonly Mark[] }) {
  const t = useText();
  return marks.map((mark) => {
    const [tone, icon] = LOOKS[mark];
    const hint = mark === 'mine' || mark === 'anchor' ? undefined : t(`mark.${HINTS[mark]}`);
    return (
      <Badge key={mark} tone={tone} icon={icon} {...(hint ? { title: hint } : {})}>
        {t(`mark.${mark}`)}
      </Badge>
    );
  });
}

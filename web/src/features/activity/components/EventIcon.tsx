import type { EventType } from '@gridseal/sdk/chain';
import {
  BadgeCheck,
  Ban,
  FilePenLine,
  KeyRound,
  KeySquare,
  type LucideIcon,
  PackageCheck,
  RefreshCw,
  ThumbsUp,
  Users,
} from 'lucide-react';

const looks: Readonly<Record<EventType, { readonly icon: LucideIcon; readonly colour: string }>> = {
  quorumCreated: { icon: Users, colour: 'text-muted' },
  quorumRotated: { icon: RefreshCw, colour: 'text-info' },
  certificateEndorsed: { icon: BadgeCheck, colour: 'text-accent' },
  certificateRevoked: { icon: Ban, colour: 'text-bad' },
  proposed: { icon: FilePenLine, colour: 'text-muted' },
  approved: { icon: ThumbsUp, colour: 'text-accent' },
  announced: { icon: KeyRound, colour: 'text-muted' },
  withdrawn: { icon: KeySquare, colour: 'text-warn' },
  claimed: { icon: PackageCheck, colour: 'text-ok' },
};

/** What kind of event it is, beside the word for it. */
export function EventIcon({ type }: { readonly type: EventType }) {
  const { icon: Icon, colour } = looks[type];
  return <Icon aria-hidden className={`size-4 shrink-0 ${colour}`} strokeWidth={1.75} />;
}

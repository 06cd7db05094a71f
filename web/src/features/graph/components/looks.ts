import type { CertificateKind } from '@gridseal/sdk/certificate';
import {
  Anchor,
  Ban,
  Building2,
  Cable,
  CalendarX2,
  CircleCheck,
  CircleDashed,
  CircleX,
  CloudOff,
  Cpu,
  FileText,
  Gauge,
  Globe,
  Hourglass,
  IdCard,
  KeyRound,
  Landmark,
  Layers,
  Link2,
  type LucideIcon,
  PlugZap,
  Server,
  ShieldCheck,
  Terminal,
  UsersRound,
  VenetianMask,
} from 'lucide-react';
import type { Tone } from '../../../ui/index.ts';
import type { EdgeType, Item, Standing } from '../model/picture.ts';

/** Icon and colour of each state; the word stands beside them. */
export const standings: Readonly<Record<Standing, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  trusted: { icon: CircleCheck, tone: 'ok' },
  notTrusted: { icon: CircleX, tone: 'bad' },
  revoked: { icon: Ban, tone: 'bad' },
  expired: { icon: CalendarX2, tone: 'warn' },
  notYetValid: { icon: Hourglass, tone: 'info' },
  unavailable: { icon: CloudOff, tone: 'warn' },
  undecided: { icon: CircleDashed, tone: 'neutral' },
};

const kinds: Readonly<Record<CertificateKind, LucideIcon>> = {
  authority: Landmark,
  sshAuthority: Terminal,
  tlsAuthority: ShieldCheck,
  tlsLeaves: Globe,
  device: Cpu,
  node: Server,
  party: Building2,
  contract: FileText,
  secc: PlugZap,
  pseudonym: VenetianMask,
  meter: Gauge,
  binding: Link2,
  pairing: Cable,
};

export function iconOf(item: Item): LucideIcon {
  if (item.type === 'quorum') return item.anchor ? Anchor : UsersRound;
  if (item.type === 'signer') return KeyRound;
  if (item.type === 'group') return Layers;
  return item.kind ? kinds[item.kind] : IdCard;
}

/** How each statement is drawn: stroke and fill in the colours of the page, dashes in pixels. */
export const lines: Readonly<
  Record<EdgeType, { readonly stroke: string; readonly fill: string; readonly dash?: string }>
> = {
  endorses: { stroke: 'stroke-line-strong', fill: 'fill-line-strong' },
  revokes: { stroke: 'stroke-bad', fill: 'fill-bad' },
  speaksOf: { stroke: 'stroke-accent', fill: 'fill-accent', dash: '6 4' },
  memberOf: { stroke: 'stroke-line-strong', fill: 'fill-line-strong', dash: '1.5 4' },
  replaces: { stroke: 'stroke-info', fill: 'fill-info', dash: '9 3 2 3' },
};

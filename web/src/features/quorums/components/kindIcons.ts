import {
  Atom,
  CircleHelp,
  CircleSlash2,
  FileCode2,
  Fingerprint,
  KeyRound,
  type LucideIcon,
  Users,
  Wallet,
} from 'lucide-react';
import type { MemberKind } from '../model/memberKind.ts';

export const kindIcons: Readonly<Record<MemberKind | 'contract', LucideIcon>> = {
  wallet: Wallet,
  contract: FileCode2,
  quorum: Users,
  webAuthn: Fingerprint,
  p256: KeyRound,
  p521: KeyRound,
  p521Sha256: KeyRound,
  rsa: KeyRound,
  slhDsa: Atom,
  offChain: CircleSlash2,
  unknown: CircleHelp,
};

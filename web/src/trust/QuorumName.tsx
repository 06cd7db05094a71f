import type { Hex } from '@gridseal/sdk/bytes';
import { BadgeCheck, CircleHelp } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyButton, Digest, SafeText, TextLink } from '../ui/index.ts';
import { type Naming, useNaming } from './useNaming.ts';
import { useTrustText } from './useTrustText.ts';

export interface QuorumNameProps {
  /** A quorum's id, or a signer. */
  readonly value: Hex;
  readonly full?: boolean;
  readonly copy?: boolean;
  /** Also shows what certificates call it that nobody here trusts, marked as such. */
  readonly claims?: boolean;
  /** False inside of links and labels; otherwise a quorum leads to its page. */
  readonly linked?: boolean;
}

/** A quorum or another signer: the user's name for it, or that of a certificate that is trusted here, and always its bytes. */
export function QuorumName(props: QuorumNameProps) {
  const { value, full = false, copy = true, claims = false, linked = true } = props;
  const { naming, quorum } = useNaming(value);
  const shown = naming && (claims || naming.source !== 'claimed') ? naming : null;
  const digest = <Digest value={value} full={full} copy={false} />;
  const link = (node: ReactNode) => (linked && quorum ? <TextLink to={`/quorums/${quorum}`}>{node}</TextLink> : node);
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5 align-middle">
      {shown ? (
        <>
          {link(<SafeText text={shown.name} maxLength={40} />)}
          <Source of={shown} />
        </>
      ) : null}
      <span className="inline-flex max-w-full items-center gap-x-1">
        {shown ? <span className="text-muted">{digest}</span> : link(digest)}
        {copy ? <CopyButton value={value} /> : null}
      </span>
    </span>
  );
}

/** On whose word it is called so, unless it is the user's own. */
function Source({ of }: { readonly of: Naming }) {
  const t = useTrustText();
  if (of.source === 'own') return null;
  const label = t(`naming.${of.source}`);
  const Icon = of.source === 'certified' ? BadgeCheck : CircleHelp;
  return (
    <span title={label} className="inline-flex">
      <Icon
        role="img"
        aria-label={label}
        className={`size-3.5 shrink-0 ${of.source === 'certified' ? 'text-ok' : 'text-warn'}`}
      />
    </span>
  );
}

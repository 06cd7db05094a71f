import type { Hex } from '@gridseal/sdk/bytes';
import type { CertificateVerdict, SignerVerdict } from '@gridseal/sdk/certificate';
import { Quorum } from '@gridseal/sdk/quorum';
import { useMemo } from 'react';
import { type PolicyInput, useNetwork, useSignerVerdict, useVerdict } from '../../../data/index.ts';
import { type Lit, litAbove, litAround, litPaths, litThrough, nothingLit } from '../model/lit.ts';
import type { Item, Picture } from '../model/picture.ts';

/** What is decided of the selected item, and which ways stand out for it. */
export interface Decided {
  readonly lit: Lit;
  readonly verdict: CertificateVerdict | undefined;
  readonly signer: SignerVerdict | undefined;
  readonly error: unknown;
}

/** Asks the verifier about what is selected: the ways that it counts are those that are lit, and no others. */
export function useLit(item: Item | undefined, picture: Picture, policy: PolicyInput): Decided {
  const { addresses } = useNetwork();
  const certificate = item?.type === 'certificate' ? item.id : null;
  const key = item?.type === 'quorum' && !item.anchor ? Quorum.signer(addresses.quorumRegistry, item.id) : null;
  const signer: Hex | null = item?.type === 'signer' ? item.id : key;
  const verdict = useVerdict(certificate, policy);
  const empowered = useSignerVerdict(signer, policy);
  const own = certificate === null ? undefined : verdict.data;
  const its = signer === null ? undefined : empowered.data;
  const hasAnchors = policy.anchors.length > 0;
  const lit = useMemo(() => {
    if (!item) return nothingLit;
    if (own?.valid) return litPaths(own.certificate, own.paths);
    const [first] = its?.verdicts ?? [];
    if (its?.authorised && first)
      return litThrough(litPaths(first.certificate, first.paths), first.certificate, item.id);
    return own && hasAnchors ? litAbove(item.id, picture) : litAround(item.id, picture);
  }, [item, own, its, hasAnchors, picture]);
  return { lit, verdict: own, signer: its, error: certificate === null ? empowered.error : verdict.error };
}

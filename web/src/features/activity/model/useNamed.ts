import type { Hex } from '@gridseal/sdk/bytes';
import { useMemo } from 'react';
import { type CertificateRow, useCertificates, useNetwork, useSettings } from '../../../data/index.ts';
import { namesOfQuorum, namesOfSigner } from './directory.ts';

const MOST = 200;

/** Ids of what has this text in its name: certificates, whom they speak of, and what the user has named. */
export function useNamed(text: string | undefined): readonly Hex[] {
  const { addresses } = useNetwork();
  const [{ names }] = useSettings();
  const wanted = text?.trim().toLowerCase() ?? '';
  const certificates = useCertificates(wanted ? { text: wanted, limit: MOST } : { limit: 0 }).data?.items;
  return useMemo(
    () => (wanted ? namedBy(wanted, names, certificates ?? [], addresses.quorumRegistry) : []),
    [wanted, names, certificates, addresses.quorumRegistry],
  );
}

/** As {@link useNamed}, of what is given. */
export function namedBy(
  wanted: string,
  names: Readonly<Record<Hex, string>>,
  certificates: readonly Pick<CertificateRow, 'id' | 'name' | 'signer'>[],
  registry: string,
): readonly Hex[] {
  const own = Object.entries(names).flatMap(([id, name]) => (name.toLowerCase().includes(wanted) ? [id as Hex] : []));
  const spokenOf = certificates.filter(({ name }) => name?.toLowerCase().includes(wanted));
  const signers = [...own, ...spokenOf.flatMap(({ signer }) => signer ?? [])];
  const all = signers.flatMap((signer) => namesOf(signer.toLowerCase() as Hex, registry));
  return [...new Set([...spokenOf.map(({ id }) => id), ...all])];
}

/** A name may be a quorum's, by its id or as a signer, or another signer's. */
function namesOf(signer: Hex, registry: string): readonly Hex[] {
  if (signer.length === 66) return namesOfQuorum(signer, registry);
  const isQuorum = signer.length === 106 && signer.startsWith(registry.toLowerCase());
  return isQuorum ? namesOfQuorum(`0x${signer.slice(42)}`, registry) : namesOfSigner(signer);
}

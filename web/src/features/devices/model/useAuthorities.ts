import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { useMemo } from 'react';
import { type QuorumRecord, useQuorums, useSettings } from '../../../data/index.ts';
import { useSigners } from '../../../wallet/index.ts';

const noQuorums: readonly QuorumRecord[] = [];
const ids = new Map<Hex, Hex>();

/** {@link signerId}, which is asked for again and again by each row of a page. */
function idOf(signer: Hex): Hex {
  const known = ids.get(signer) ?? signerId(signer);
  ids.set(signer, known);
  return known;
}

/** Ids of authorities that the user acts for or has named: those of a wallet and other signers at hand, and their quorums. */
export function useOwnAuthorities(): readonly Hex[] {
  const [{ names }] = useSettings();
  const signers = useSigners();
  const quorums = useQuorums({ limit: 1_000 }).data?.items ?? noQuorums;
  return useMemo(() => {
    const own = new Set(signers.map(({ signer }) => signer.signer.toLowerCase()));
    const known = new Set([...own].map((signer) => idOf(signer as Hex)));
    for (const { id, signer, state } of quorums) {
      if (names[id] || state.members.some((member) => own.has(member.signer))) known.add(idOf(signer));
    }
    for (const name of Object.keys(names)) {
      if (isHex(name, 32)) known.add(name);
      else if (isHex(name) && name.length >= 42) known.add(idOf(name));
    }
    return [...known].sort();
  }, [names, signers, quorums]);
}

/** Tells authorities' signers from their ids, which are hashes: of quorums, of signers at hand, and of those that the user named. */
export function useAuthoritySigners(): ReadonlyMap<Hex, Hex> {
  const [{ names }] = useSettings();
  const signers = useSigners();
  const quorums = useQuorums({ limit: 1_000 }).data?.items ?? noQuorums;
  return useMemo(() => {
    const named = Object.keys(names).filter((name): name is Hex => isHex(name) && name.length >= 42);
    const known = [
      ...named,
      ...quorums.map(({ signer }) => signer),
      ...signers.map(({ signer }) => signer.signer.toLowerCase() as Hex),
    ];
    return new Map(known.map((signer) => [idOf(signer), signer]));
  }, [names, signers, quorums]);
}

import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { useMemo } from 'react';
import { type QuorumRecord, useQuorums, useSettings } from '../../../data/index.ts';
import { useSigners } from '../../../wallet/index.ts';

const noQuorums: readonly QuorumRecord[] = [];

/** Ids of authorities that the user acts for or has named: those of a wallet and other signers at hand, and their quorums. */
export function useOwnAuthorities(): readonly Hex[] {
  const [{ names }] = useSettings();
  const signers = useSigners();
  const quorums = useQuorums({ limit: 1_000 }).data?.items ?? noQuorums;
  return useMemo(() => {
    const own = new Set(signers.map(({ signer }) => signer.signer.toLowerCase()));
    const ids = new Set([...own].map((signer) => signerId(signer as Hex)));
    for (const { id, signer, state } of quorums) {
      if (names[id] || state.members.some((member) => own.has(member.signer))) ids.add(signerId(signer));
    }
    for (const name of Object.keys(names)) {
      if (isHex(name, 32)) ids.add(name);
      else if (isHex(name) && name.length >= 42) ids.add(signerId(name));
    }
    return [...ids].sort();
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
    return new Map(known.map((signer) => [signerId(signer), signer]));
  }, [names, signers, quorums]);
}

import type { Hex } from '@gridseal/sdk/bytes';
import { Quorum } from '@gridseal/sdk/quorum';
import { useQuery } from '@tanstack/react-query';
import { useDataClient, useIndex, useNetwork } from '../../../data/index.ts';
import { useSigners } from '../../../wallet/index.ts';
import type { AuthorityChoice } from './authority.ts';

/** Who could announce: the signers at hand, and the quorums that they are members of, also through other quorums. */
export function useAuthorities(): readonly AuthorityChoice[] {
  const client = useDataClient();
  const { chainId } = useNetwork();
  const { revision } = useIndex();
  const signers = useSigners();
  const own = signers.map(({ signer }) => signer.signer.toLowerCase() as Hex);
  const quorums = useQuery({
    queryKey: ['issuance', 'authorities', chainId, revision, own.join()],
    queryFn: async () => {
      const found = await Promise.all(own.map((member) => client.quorums({ member, limit: 100 })));
      const direct = found.flatMap(({ items }) => items);
      const above = await Promise.all(direct.flatMap(({ memberOf }) => memberOf.map((id) => client.quorum(id))));
      const all = [...direct, ...above.flatMap((record) => record ?? [])];
      return [...new Map(all.map((record) => [record.id, record])).values()];
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (before) => before,
  });
  return [
    ...signers.map((option): AuthorityChoice => {
      return { kind: 'signer', signer: option.signer.signer.toLowerCase() as Hex, option };
    }),
    ...(quorums.data ?? []).map((record): AuthorityChoice => ({ kind: 'quorum', signer: record.signer, record })),
  ];
}

/** A quorum by what was pasted: its id, or its signer. Null if there is none. */
export function useQuorumByText(text: string) {
  const client = useDataClient();
  const { addresses } = useNetwork();
  const typed = text.trim().toLowerCase();
  const id = /^0x[0-9a-f]{64}$/.test(typed)
    ? (typed as Hex)
    : /^0x[0-9a-f]{104}$/.test(typed)
      ? Quorum.idOfSigner(addresses.quorumRegistry, typed as Hex)
      : null;
  return useQuery({
    queryKey: ['issuance', 'quorum', id],
    queryFn: () => client.quorum(id as Hex),
    enabled: id !== null,
    retry: false,
  });
}

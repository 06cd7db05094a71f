import type { Hex } from '@gridseal/sdk/bytes';
import { useQuery } from '@tanstack/react-query';
import { useChain, useNetwork } from '../../../data/index.ts';

/** Code of an account that only points to a contract is still that of a key (EIP-7702). */
const DELEGATION = '0xef0100';

/** Which of these wallets are contracts (smart accounts): they approve as they decide themselves (ERC-1271). */
export function useContracts(wallets: readonly Hex[]): ReadonlySet<Hex> {
  const { chainId } = useNetwork();
  const chain = useChain().data;
  const asked = [...new Set(wallets)].sort();
  const { data } = useQuery({
    queryKey: ['quorums', 'code', chainId, asked],
    queryFn: async ({ signal }) => {
      const questions = asked.map((address) => ({
        call: { method: 'eth_getCode', params: [address, 'latest'] as const },
      }));
      const answers = (await chain?.rpc.any('for the code of members', questions, signal)) ?? [];
      return new Set(asked.filter((_, i) => isContract(answers[i])));
    },
    enabled: chain !== undefined && asked.length > 0,
    staleTime: 600_000,
    retry: false,
  });
  return data ?? NONE;
}

const NONE: ReadonlySet<Hex> = new Set();

function isContract(answer: object | undefined): boolean {
  const code = answer && 'value' in answer && typeof answer.value === 'string' ? answer.value : '0x';
  return code.length > 2 && !code.startsWith(DELEGATION);
}

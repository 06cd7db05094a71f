import { quorumOf, statusOf } from '@gridseal/sdk/chain';
import { TransportError } from '@gridseal/sdk/errors';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useChain, useChainTime } from '../../../data/index.ts';
import { useWrites } from '../../../wallet/index.ts';
import { digestCall, type WhatIsSigned } from './whatIsSigned.ts';

/** One thing that has to be true before anybody signs. Null: it does not apply, or cannot be told. */
export interface Check {
  readonly name: 'checkDigest' | 'checkVersion' | 'checkDeadline' | 'checkOpen' | 'checkBody';
  readonly passed: boolean | null;
}

/** Asks the chain, not the index, whether what is about to be signed is what the registry will take. */
export function useChecks(what: WhatIsSigned): UseQueryResult<readonly Check[]> {
  const { simulate } = useWrites();
  const { data: chain, error } = useChain();
  const now = useChainTime();
  const { action, parts } = what;
  return useQuery({
    queryKey: ['approvals', 'checks', parts.digest, chain !== undefined, error !== null],
    queryFn: async (): Promise<readonly Check[]> => {
      if (!chain) throw new TransportError('the chain cannot be asked', { cause: error });
      const { quorum, version } = action.message;
      const [digest, state, status] = await Promise.all([
        simulate(digestCall(what)),
        quorumOf(chain, quorum, { depth: 'head' }),
        'certificate' in action.message ? statusOf(chain, action.message, { depth: 'head' }) : null,
      ]);
      const deadline = 'deadline' in action.message ? action.message.deadline : null;
      const wanted = action.action === 'revoke' ? ['none', 'endorsed'] : ['none'];
      return [
        { name: 'checkDigest', passed: digest.toLowerCase() === parts.digest },
        { name: 'checkVersion', passed: state?.version === version },
        { name: 'checkDeadline', passed: deadline === null || now === null ? null : now <= deadline },
        { name: 'checkOpen', passed: status ? wanted.includes(status.status) : null },
        // A body that is not the named one does not get through the proposal's decoder.
        { name: 'checkBody', passed: 'certificate' in what.matter.message && what.certificate ? true : null },
      ];
    },
    enabled: chain !== undefined || error !== null,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

import { useMemo, useSyncExternalStore } from 'react';
import { useDataContext } from './context.ts';
import type { Reach, Within } from './model/reach.ts';
import type { PolicyInput } from './model/trust.ts';

/** A filter as pages give it: whose certificates or quorums, in a word. `first` by default. */
export type Reaching<Filter> = Omit<Filter, 'within'> & { readonly reach?: Reach };

/** The trust policy of this browser for the network: its anchors, at block time. Without anchors nothing is trusted. */
export function useTrustPolicy(): PolicyInput {
  const { settings, network } = useDataContext();
  const { trust } = useSyncExternalStore(settings.subscribe, settings.get);
  const { chainId } = network;
  return useMemo(() => trust[String(chainId)] ?? { anchors: [] }, [trust, chainId]);
}

/** The same filter for the worker, which has to be told from where trust starts. */
export function useReach<Filter>(
  filter: Filter & { readonly reach?: Reach },
): Omit<Filter, 'reach'> & { readonly within?: Within } {
  const policy = useTrustPolicy();
  const { reach = 'first', ...rest } = filter;
  if (reach === 'all' || policy.anchors.length === 0) return rest;
  return { ...rest, within: { policy, only: reach === 'anchors' } };
}

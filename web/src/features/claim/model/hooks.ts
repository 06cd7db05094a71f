import type { Hex } from '@gridseal/sdk/bytes';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useChain, useDataClient, useIndex, useNetwork, useStore, useTrustPolicy } from '../../../data/index.ts';
import type { Listening, StoredDevice } from './database.ts';
import { createDevice, type NewDevice, networkOf } from './devices.ts';
import type { SlotView } from './lookTypes.ts';
import { type SessionParts, type SessionState, sessionOf } from './session.ts';
import { hearChanges, sharedDevices, tellChange } from './shared.ts';

const queryKey = ['claim', 'devices'] as const;

/** The devices of this browser on this network, the oldest first. */
export function useDevices() {
  const network = networkOf(useNetwork());
  const queries = useQueryClient();
  useEffect(() => hearChanges(() => void queries.invalidateQueries({ queryKey })), [queries]);
  return useQuery({
    queryKey: [...queryKey, network],
    queryFn: async (): Promise<readonly StoredDevice[]> => {
      const all = await (await sharedDevices()).getAll('devices');
      return all
        .filter((device) => device.network === network && device.request !== null)
        .sort((a, b) => a.createdAt - b.createdAt);
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** Makes a device in this browser. */
export function useCreateDevice(): (wanted: Omit<NewDevice, 'network' | 'now'>) => Promise<StoredDevice> {
  const network = useNetwork();
  return useCallback(
    async (wanted) => {
      const now = Math.floor(Date.now() / 1_000);
      const device = await createDevice(await sharedDevices(), { ...wanted, network, now });
      tellChange();
      return device;
    },
    [network],
  );
}

/** A device as it is being looked after, and what the user can do with it. */
export interface LiveDevice extends SessionState {
  readonly lookNow: () => void;
  readonly take: (view: SlotView) => Promise<void>;
  readonly listen: (wanted: Listening) => Promise<void>;
  readonly forget: () => Promise<void>;
}

const time: SessionParts['time'] = {
  system: () => Date.now() / 1_000,
  monotonic: () => performance.now() / 1_000,
};

/** Without news there is a look once in so many milliseconds all the same. */
const longestRest = 60_000;

/** Looks after a device while a page that shows it is open: at each event, and at each block as long as something is under way. */
export function useLiveDevice(id: Hex): LiveDevice {
  const session = sessionOf(id);
  const state = useSyncExternalStore(session.subscribe, session.get);
  const parts = useParts();
  const { events, head, revision } = useIndex();
  const restless = isRestless(state);
  // Between two blocks nothing changes that matters, and while all is quiet, only events do.
  const cause = restless ? `${revision} ${head?.hash}` : `${revision} ${events}`;
  const seen = useRef<string | null>(null);
  useEffect(() => {
    const next = `${id} ${cause}`;
    if (!parts || seen.current === next) return;
    seen.current = next;
    void session.look(parts);
  }, [id, session, parts, cause]);
  useEffect(() => {
    if (!parts) return;
    const timer = setInterval(() => void session.look(parts), longestRest);
    return () => clearInterval(timer);
  }, [session, parts]);
  useEffect(() => hearChanges(() => void (parts && session.look(parts))), [session, parts]);
  return useMemo(() => {
    const withParts = (work: (parts: SessionParts) => Promise<void>) => (parts ? work(parts) : Promise.resolve());
    return {
      ...state,
      lookNow: () => void withParts(session.look),
      take: (view) => withParts((all) => session.take(view, all)),
      listen: (wanted) => session.listen(wanted, parts),
      forget: session.forget,
    };
  }, [state, session, parts]);
}

/** Whether the next block may change what is shown. */
function isRestless({ look, problem }: SessionState): boolean {
  if (!look || problem || look.problems.length > 0) return true;
  return look.slots.some(({ receipt, arrival }) => receipt !== null || ['early', 'later'].includes(arrival.state));
}

/** Chain, content and trust; null until they are loaded. */
function useParts(): SessionParts | null {
  const network = useNetwork();
  const { data: chain } = useChain();
  const { data: store } = useStore();
  const client = useDataClient();
  const policy = useTrustPolicy();
  return useMemo(() => {
    if (!chain || !store) return null;
    const isAuthorised = async (signer: Hex) => {
      const verdict = await client.signerVerdict(signer, policy, { usage: 'issueKeys' });
      return { trusted: verdict.authorised, reason: verdict.verdicts[0]?.reason ?? null };
    };
    return { network, chain, store, time, isAuthorised };
  }, [network, chain, store, client, policy]);
}

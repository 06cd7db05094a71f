import type { ClaimEvent } from '@gridseal/sdk/chain';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useClaims, useStore } from '../../../data/index.ts';
import { type FleetDevice, useFleetStore } from '../../../fleet/index.ts';

/** The key that the next envelope is to be sealed to, and the claim that named it. */
export type CurrentKey = Pick<FleetDevice, 'key' | 'claim'>;

/**
 * Every claim of a device turns its key, whoever the device claimed from: the record of the latest one is fetched and verified, and what
 * it names is remembered.
 *
 * Fails if the record cannot be had or is not that of the claim: sealing to an older key would be useless.
 */
export function useCurrentKey(device: FleetDevice): UseQueryResult<CurrentKey> {
  const store = useStore().data;
  const fleet = useFleetStore();
  const claims = useClaims({ device: device.id, limit: 20 });
  const latest = newest(claims.data?.items ?? []);
  return useQuery({
    queryKey: ['devices', 'key', device.id, latest?.transaction, latest?.logIndex, device.claim?.record],
    queryFn: async (): Promise<CurrentKey> => {
      if (!latest || !store) return device;
      const { withClaim } = await import('@gridseal/sdk/delivery/issue');
      const { id, key, claim } = device;
      const turned = await withClaim(
        { ...device, id, key, claim, enrolment: await enrolmentOf(device) },
        latest,
        store,
      );
      if (turned.claim?.record !== claim?.record) await fleet.update(id, { key: turned.key, claim: turned.claim });
      return { key: turned.key, claim: turned.claim };
    },
    enabled: claims.data !== undefined && !claims.isPlaceholderData && (latest === null || store !== undefined),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
}

async function enrolmentOf({ request }: FleetDevice) {
  const { Enrolment } = await import('@gridseal/sdk/identity');
  return Enrolment.decode(request);
}

function newest(claims: readonly ClaimEvent[]): ClaimEvent | null {
  return claims.reduce<ClaimEvent | null>((best, claim) => {
    const isNewer = !best || claim.block > best.block || (claim.block === best.block && claim.logIndex > best.logIndex);
    return isNewer ? claim : best;
  }, null);
}

import type { Hex } from '@gridseal/sdk/bytes';
import { useMemo } from 'react';
import { type FleetAnswer, type FleetQuestion, type FleetScope, useFleetSlots } from '../../../data/index.ts';
import { useChannels, useFleet, useIssues } from '../../../fleet/index.ts';
import { type FleetRow, fleetRows } from './fleetRows.ts';
import { useOwnAuthorities } from './useAuthorities.ts';

/** The register and the chain, joined. */
export interface FleetView {
  readonly rows: readonly FleetRow[];
  /** Null while the chain has not answered. */
  readonly answer: FleetAnswer | null;
  /** How many devices are enrolled here; null before that is known. */
  readonly enrolled: number | null;
  readonly error: unknown;
  /** Whether it is the register that cannot be read, and not the chain. */
  readonly isDenied: boolean;
  readonly refetch: () => void;
}

const noRows: readonly FleetRow[] = [];

/** While nothing is enrolled here, everything on the chain is shown. */
export function useFleetView(scope: FleetScope): FleetView {
  const fleet = useFleet();
  const issues = useIssues();
  const channels = useChannels();
  const authorities = useOwnAuthorities();
  const isReady = Boolean(fleet.data && issues.data && channels.data);
  const question = useMemo((): FleetQuestion | null => {
    if (!fleet.data || !issues.data || !channels.data) return null;
    const groups = new Set(fleet.data.flatMap((entry) => entry.groups));
    const names = new Set(channels.data);
    const known = new Set<Hex>(authorities);
    for (const { group, channel, authority } of issues.data) {
      if (group !== null) groups.add(group);
      names.add(channel);
      known.add(authority);
    }
    return {
      devices: fleet.data.map(({ id }) => id),
      groups: [...groups],
      channels: [...names],
      authorities: [...known],
      scope: fleet.data.length === 0 ? 'everybody' : scope,
    };
  }, [fleet.data, issues.data, channels.data, authorities, scope]);
  const state = [fleet, issues, channels].map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const slots = useFleetSlots(question, `${state} ${authorities.join()} ${scope}`);
  const rows = useMemo(() => {
    if (!fleet.data || !issues.data || !slots.data) return noRows;
    const byDigest = new Map(issues.data.map((issue) => [issue.digest, issue]));
    return fleetRows(fleet.data, slots.data.slots, byDigest);
  }, [fleet.data, issues.data, slots.data]);
  const failed = [fleet, issues, channels, slots].find(({ error }) => error !== null);
  return {
    rows,
    answer: isReady ? (slots.data ?? null) : null,
    enrolled: fleet.data?.length ?? null,
    error: failed?.error ?? null,
    isDenied: failed !== undefined && failed !== slots,
    refetch: () => void failed?.refetch(),
  };
}

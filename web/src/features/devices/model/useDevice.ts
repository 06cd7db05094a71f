import type { Hex } from '@gridseal/sdk/bytes';
import { useMemo } from 'react';
import { type FleetQuestion, type FleetScope, useFleetSlots } from '../../../data/index.ts';
import { type FleetDevice, useChannels, useFleetDevice, useIssues } from '../../../fleet/index.ts';
import { type FleetRow, fleetRows } from './fleetRows.ts';
import { useOwnAuthorities } from './useAuthorities.ts';

/** What is known of a device. */
export interface DeviceView {
  /** Null if it is not enrolled here. */
  readonly device: FleetDevice | null;
  /** Its channels; of each authority that announced something to it. */
  readonly rows: readonly FleetRow[];
  /** Announcements to it by authorities that are not known, which are left out. */
  readonly strangers: number;
}

/** Null while it is looked up. */
export function useDevice(id: Hex, scope: FleetScope) {
  const device = useFleetDevice(id);
  const issues = useIssues();
  const channels = useChannels();
  const authorities = useOwnAuthorities();
  const question = useMemo((): FleetQuestion | null => {
    if (device.data === undefined || !issues.data || !channels.data) return null;
    const own = issues.data.filter((issue) => issue.devices.includes(id));
    return {
      devices: [id],
      groups: [...new Set([...(device.data?.groups ?? []), ...own.flatMap(({ group }) => group ?? [])])],
      channels: [...new Set([...channels.data, ...own.map(({ channel }) => channel)])],
      authorities: [...new Set([...authorities, ...issues.data.map(({ authority }) => authority)])],
      scope,
    };
  }, [id, device.data, issues.data, channels.data, authorities, scope]);
  const state = [device, issues, channels].map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const slots = useFleetSlots(question, `${id} ${state} ${authorities.join()} ${scope}`);
  const view = useMemo((): DeviceView | null => {
    if (device.data === undefined || !issues.data || !slots.data) return null;
    const byDigest = new Map(issues.data.map((issue) => [issue.digest, issue]));
    const rows = fleetRows(device.data ? [device.data] : [], slots.data.slots, byDigest);
    const own = rows.filter((row) => row.device === id && row.slot !== null);
    return { device: device.data, rows: own, strangers: slots.data.strangers };
  }, [id, device.data, issues.data, slots.data]);
  const failed = [device, issues, channels, slots].find(({ error }) => error !== null);
  return { view, error: failed?.error ?? null, refetch: () => void failed?.refetch() };
}

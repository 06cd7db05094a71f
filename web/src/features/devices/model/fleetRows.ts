import type { Hex } from '@gridseal/sdk/bytes';
import type { FleetAnswer, FleetClaim, FleetSlot } from '../../../data/index.ts';
import type { FleetEntry, IssueRecord } from '../../../fleet/index.ts';
import type { Delivery } from './deliveryState.ts';

/** A channel of a device, or a device that nothing was announced to. */
export interface FleetRow extends Delivery {
  readonly key: string;
  /** Null if somebody is addressed whom this browser does not know. */
  readonly device: Hex | null;
  /** Null if the device is not enrolled here. */
  readonly entry: FleetEntry | null;
  readonly slot: FleetSlot | null;
  readonly claim: FleetClaim | null;
  /** What a search looks through, in lower case. */
  readonly searched: string;
}

/** What was issued here, by the digest that was announced. */
export type IssuesByDigest = ReadonlyMap<Hex, Pick<IssueRecord, 'devices'>>;

/** Joins the register with what the chain knows: a row for each channel of each device. */
export function fleetRows(
  entries: readonly FleetEntry[],
  slots: FleetAnswer['slots'],
  issues: IssuesByDigest,
): readonly FleetRow[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const members = membersOf(entries);
  const addressed = new Set<Hex>();
  const rows: FleetRow[] = [];
  const add = (device: Hex | null, slot: FleetSlot, claim: FleetClaim | null) => {
    if (device) addressed.add(device);
    rows.push(rowOf(device, (device && byId.get(device)) ?? null, slot, claim));
  };
  for (const slot of slots) {
    if (slot.device) {
      add(slot.device, slot, slot.claims[0] ?? null);
      continue;
    }
    const claims = new Map(slot.claims.map((claim) => [claim.device, claim]));
    const meant = slot.group === null ? [] : audienceOf(slot, members.get(slot.group) ?? [], issues);
    for (const id of new Set([...meant, ...claims.keys()])) add(id, slot, claims.get(id) ?? null);
    if (meant.length === 0 && claims.size === 0) add(null, slot, null);
  }
  for (const entry of entries) if (!addressed.has(entry.id)) rows.push(rowOf(entry.id, entry, null, null));
  return rows;
}

/** A batch need not have an envelope for each member of the group; if it was issued here, we know. */
function audienceOf(slot: FleetSlot, members: readonly Hex[], issues: IssuesByDigest): readonly Hex[] {
  const devices = issues.get(slot.digest)?.devices ?? [];
  return devices.length > 0 ? devices : members;
}

function membersOf(entries: readonly FleetEntry[]): ReadonlyMap<string, readonly Hex[]> {
  const members = new Map<string, Hex[]>();
  for (const { id, groups } of entries) {
    for (const group of groups) {
      const known = members.get(group);
      if (known) known.push(id);
      else members.set(group, [id]);
    }
  }
  return members;
}

function rowOf(
  device: Hex | null,
  entry: FleetEntry | null,
  slot: FleetSlot | null,
  claim: FleetClaim | null,
): FleetRow {
  const words = [entry?.label, entry?.name, device, slot?.channel, ...(entry?.groups ?? [])];
  return {
    key: `${device ?? ''}${slot ? slot.authority + slot.subject : ''}`,
    ...{ device, entry, slot, claim },
    searched: words.join('\n').toLowerCase(),
  };
}

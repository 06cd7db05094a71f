import type { Hex } from '../../bytes/index.ts';
import { groupId } from '../../delivery/subject/index.ts';

/** For whom something is issued: one device, or a group in one transaction. */
export type Audience = { readonly device: Hex } | { readonly group: string; readonly devices: readonly Hex[] };

/** Who owns the channel, and whose envelopes are in it. */
export function audienceOf(to: Audience) {
  if ('device' in to) return { owner: to.device, device: to.device, group: null, devices: [to.device] };
  return { owner: groupId(to.group), device: null, group: to.group, devices: to.devices };
}

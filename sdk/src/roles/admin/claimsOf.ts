import type { Hex } from '../../bytes/index.ts';
import { type Chain, type ClaimEvent, findClaim } from '../../chain/index.ts';
import { ClaimRecord } from '../../envelope/index.ts';
import { VerificationError } from '../../errors/index.ts';
import type { Store } from '../../store/index.ts';
import type { KnownDevice } from './knownDevices.ts';

/** What is needed to look claims up. */
export interface ClaimLookup {
  readonly chain: Chain;
  readonly store: Store;
  /** keccak256 of the authority's signer. */
  readonly authority: Hex;
  readonly subjects: readonly Hex[];
}

/** Claim records are small (docs/spec/announcement.md). */
const maxRecordBytes = 8_192;

/**
 * The device as its latest claim leaves it: the key that the next envelope is to be sealed to.
 *
 * @throws {TransportError} if the record of that claim cannot be had. Sealing to an older key would be useless: the device has
 * destroyed it.
 */
export async function withLatestClaim(device: KnownDevice, lookup: ClaimLookup): Promise<KnownDevice> {
  let current = device;
  for (const subject of lookup.subjects) {
    const { chain, authority } = lookup;
    const event = await findClaim(chain, { authority, subject, device: device.id }, { depth: 'head' });
    if (event) current = await withClaim(current, event, lookup.store);
  }
  return current;
}

async function withClaim(device: KnownDevice, event: ClaimEvent, store: Store): Promise<KnownDevice> {
  const { claim } = device;
  const { block, logIndex, epoch, record: digest } = event;
  if (claim && (claim.block > block || (claim.block === block && claim.logIndex >= logIndex))) return device;
  const bytes = await store.read({ digest, codec: 'raw', maxBytes: maxRecordBytes });
  const record = ClaimRecord.decode(bytes);
  if (record.device !== device.id || record.epoch !== epoch) {
    throw new VerificationError('is not the record of the claim that names it', { field: 'claim.record' });
  }
  return { ...device, claim: { block, logIndex, epoch, record: digest }, key: record.nextKey ?? device.key };
}

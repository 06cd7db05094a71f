export { type MerkleProof, MerkleTree } from '../crypto/index.ts';
export { ClaimRecord } from './claimRecord.ts';
export { Delivery } from './delivery.ts';
export {
  type DeliveryBatch,
  type DeliveryDraft,
  prepareDeliveries,
  type SealedDelivery,
  type SealingOptions,
  sealDelivery,
} from './deliveryBatch.ts';
export { type DeliveryContext, type DeliveryKind, deliveryKinds, encodeDeliveryContext } from './deliveryContext.ts';
export {
  Envelope,
  type EnvelopeOpening,
  type EnvelopeSealing,
  MAX_ENVELOPE_SIZE,
  type Recipient,
} from './envelope.ts';
export type { EnvelopeHeader, Stanza } from './envelopeHeader.ts';
export { Manifest } from './manifest.ts';
export type { ManifestFile } from './manifestFiles.ts';
export { manifestsDigest, manifestsTypedData, type SignedRoot } from './manifestsDigest.ts';
export {
  type DeliveredFile,
  type DeliveryOpening,
  type ExpectedDelivery,
  type OpenedDelivery,
  openDelivery,
} from './openDelivery.ts';

/**
 * The bridge: a back office plugs its own data in, and is on the Open Charging Network.
 *
 * @example
 * ```ts
 * import { createBridge, memoryBackOffice, memoryBridgeStore } from '@gridseal/sdk/ocn';
 *
 * const office = memoryBackOffice({ roles: ['CPO'] });
 * const bridge = createBridge({
 *   roles: [{ role: 'CPO', country_code: 'DE', party_id: 'GSL', business_details: { name: 'Gridseal Charging' } }],
 *   url: 'https://office.example/ocpi',
 *   node: { versionsUrl: 'https://node.example/ocpi/versions' },
 *   data: office.data, store: memoryBridgeStore(), now: Date.now, randomId: () => crypto.randomUUID(), fetch,
 * });
 * Deno.serve((request) => bridge.fetch(request));
 * await bridge.register(tokenA);
 * bridge.start();
 * await bridge.locations.put({ country_code: 'NL', party_id: 'EMP' }, location);
 * ```
 *
 * @module
 */
export type * from './bridge/backOffice.ts';
export { type Bridge, createBridge } from './bridge/bridge.ts';
export {
  NoResultError,
  NoSuchModuleError,
  NotRegisteredError,
  OutboxFullError,
  UndeliverableError,
} from './bridge/bridgeErrors.ts';
export { AnswerError } from './bridge/client/answerError.ts';
export type { Asked, CommandDraft, CustomDraft } from './bridge/client/asking.ts';
export type { Ask } from './bridge/client/client.ts';
export type { ListOptions, Page } from './bridge/client/pages.ts';
export type { CommandOf } from './bridge/commandOf.ts';
export { memoryBackOffice } from './bridge/offices/memoryBackOffice.ts';
export {
  type ObjectKind,
  type ObjectTable,
  objectKey,
  type Shelf,
  type StoredObject,
} from './bridge/offices/objectTable.ts';
export {
  type ObjectShelf,
  type Objects,
  type OfficeOptions,
  officeOver,
  type ReadyBackOffice,
} from './bridge/offices/office.ts';
export { sqlBackOffice } from './bridge/offices/sqlBackOffice.ts';
export { signWebhook, verifyWebhook, WEBHOOK_SIGNATURE, webhookKey } from './bridge/offices/webhook.ts';
export { type WebhookEvent, type WebhookOptions, webhookBackOffice } from './bridge/offices/webhookBackOffice.ts';
export type { BridgeLimits, BridgeOptions, Subscribers } from './bridge/options.ts';
export type { FailedMessage } from './bridge/outbox/failedMessage.ts';
export type { Draft, Outbox, OutboxStatus, Queued } from './bridge/outbox/outbox.ts';
export { type Publisher, type SubscriberDirectory, subscribersFrom } from './bridge/publish.ts';
export type { RestOptions } from './bridge/rest/restHandler.ts';
export { type CdrProof, type ProofRules, verifyCdrProof } from './bridge/signing/cdrProof.ts';
export { type PartyDirectory, type PartySigners, type SignersOf, signersFrom } from './bridge/signing/signers.ts';
export type { VerifyPolicy } from './bridge/signing/verifying.ts';
export type * from './bridge/store/bridgeStore.ts';
export { memoryBridgeStore } from './bridge/store/memoryBridgeStore.ts';
export { aesSealing, type Sealing } from './bridge/store/sealing.ts';
export { poolSql, type Sql, type SqlPool, type SqlRow, type SqlRunner } from './bridge/store/sql.ts';
export { type SqlBridgeStoreOptions, sqlBridgeStore } from './bridge/store/sqlBridgeStore.ts';

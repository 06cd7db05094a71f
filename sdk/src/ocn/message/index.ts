export * as ClientInfoMessage from './clientInfoMessage.ts';
export { jsonMembers, type Span } from './jsonMembers.ts';
export * as NodeMessageBody from './message.ts';
export { isModuleId, readCustomModule } from './moduleNames.ts';
export {
  assertEnvelope,
  forgettable,
  MAX_ENVELOPE_LIFETIME,
  type NodeEnvelope,
} from './nodeEnvelope.ts';
export {
  decodedQuery,
  type PartyRequest,
  queryText,
  type RequestTarget,
  readPath,
  readQuery,
  requestPath,
} from './partyRequest.ts';
export { replaceMember } from './replaceMember.ts';

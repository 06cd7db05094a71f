export { type Cdr, type Cdr22, cdr22Schema, cdrSchema } from './cdr.ts';
export {
  type AuthMethod,
  authMethods,
  type CdrDimensionType,
  type CdrLocation,
  type CdrToken,
  type ChargingPeriod,
  cdrDimensionTypes,
  cdrLocationSchema,
  cdrToken22Schema,
  cdrTokenSchema,
  chargingPeriodSchema,
  MAX_CHARGING_PERIODS,
  sessionOnlyDimensions,
} from './cdrParts.ts';
export {
  type ChargingPreferences,
  type ChargingPreferencesResponse,
  chargingPreferencesResponseSchema,
  chargingPreferencesResponses,
  chargingPreferencesSchema,
} from './chargingPreferences.ts';
export {
  type ActiveChargingProfile,
  type ActiveChargingProfileResult,
  activeChargingProfileResultSchema,
  activeChargingProfileSchema,
  type ChargingProfile,
  type ChargingProfileResponse,
  type ChargingProfileResult,
  type ClearProfileResult,
  chargingProfileResponseSchema,
  chargingProfileResponseTypes,
  chargingProfileResultSchema,
  chargingProfileResultTypes,
  chargingProfileSchema,
  chargingRateUnits,
  clearProfileResultSchema,
  type SetChargingProfile,
  setChargingProfileSchema,
} from './chargingProfiles.ts';
export { foldCiString, sameCiString } from './ciString.ts';
export { type ClientInfo, type ConnectionStatus, clientInfoSchema, connectionStatuses } from './clientInfo.ts';
export {
  type CancelReservation,
  type CommandResponse,
  type CommandResult,
  type CommandType,
  cancelReservationSchema,
  commandResponseSchema,
  commandResponseTypes,
  commandResultSchema,
  commandResultTypes,
  commandSchemas,
  commandTypes,
  type ReserveNow,
  reserveNowSchema,
  type StartSession,
  type StopSession,
  startSessionSchema,
  stopSessionSchema,
  type UnlockConnector,
  unlockConnectorSchema,
} from './commands.ts';
export {
  type AdditionalGeoLocation,
  additionalGeoLocationSchema,
  type BusinessDetails,
  businessDetailsSchema,
  type DisplayText,
  displayTextSchema,
  type EnergyMix,
  energyMixSchema,
  energySourceCategories,
  environmentalImpactCategories,
  type GeoLocation,
  geoLocationSchema,
  type Hours,
  hoursSchema,
  type Image,
  imageCategories,
  imageSchema,
  type Price,
  priceSchema,
} from './commonTypes.ts';
export {
  type Connector,
  type ConnectorFormat,
  type ConnectorPatch,
  type ConnectorType,
  connectorFormats,
  connectorPatchSchema,
  connectorSchema,
  connectorTypes,
  type PowerType,
  powerTypes,
} from './connector.ts';
export { type Credentials, type CredentialsRole, credentialsRoleSchema, credentialsSchema } from './credentials.ts';
export { decodeAuthorization, encodeAuthorization, isCredentialsToken } from './credentialsToken.ts';
export { compareDateTimes, formatDateTime, parseDateTime } from './dateTime.ts';
export {
  assertBounded,
  decode,
  decodeJson,
  decodeList,
  type ListProblem,
  type MessageLimits,
  messageLimits,
} from './decode.ts';
export type { Endpoint, HttpMethod, NamedParty, QueryParameter } from './endpoint.ts';
export {
  type EndpointMatch,
  type EndpointRequest,
  endpointPath,
  matchEndpoint,
  type PathParameters,
} from './endpointPath.ts';
export { endpoints, type OcpiVersion } from './endpoints.ts';
export {
  assertSuccess,
  decodeData,
  decodeEnvelope,
  type Envelope,
  envelopeSchema,
  failure,
  success,
} from './envelope.ts';
export {
  capabilities,
  type Evse,
  type EvsePatch,
  type EvseStatus,
  evsePatchSchema,
  evseSchema,
  evseStatuses,
  parkingRestrictions,
} from './evse.ts';
export { type HeaderSource, readHeader } from './headers.ts';
export { nextLink } from './linkHeader.ts';
export {
  facilities,
  type Location,
  type LocationPatch,
  locationPatchSchema,
  locationSchema,
  parkingTypes,
} from './location.ts';
export {
  findConnector,
  findEvse,
  patchConnector,
  patchEvse,
  patchLocation,
  putConnector,
  putEvse,
} from './locationChanges.ts';
export {
  decodeMessageHeaders,
  encodeMessageHeaders,
  type MessageHeaders,
  type MessageHeadersInput,
  responseHeaders,
} from './messageHeaders.ts';
export { OcpiError, type OcpiErrorOptions, type OcpiHttpStatus } from './ocpiError.ts';
export {
  decodePageHeaders,
  decodePageQuery,
  encodePageHeaders,
  encodePageQuery,
  isInPeriod,
  type PageInfo,
  type PageQuery,
  type PageRules,
} from './pagination.ts';
export { type FoundParty, type MessageParts, partiesNamed } from './partiesNamed.ts';
export { type Party, partyKey, partySchema, type Role, roles, sameParty } from './party.ts';
export {
  patchSession,
  type Session,
  type Session22,
  type SessionPatch,
  type SessionStatus,
  session22PatchSchema,
  session22Schema,
  sessionPatchSchema,
  sessionSchema,
  sessionStatuses,
} from './session.ts';
export { type SignedData, type SignedValue, signedDataSchema, signedValueSchema } from './signedData.ts';
export { type StatusKind, type StatusName, statusCodes, statusKind, statusName } from './statusCodes.ts';
export {
  daysOfWeek,
  type PriceComponent,
  priceComponentSchema,
  reservationRestrictions,
  type Tariff,
  type TariffElement,
  type TariffRestrictions,
  tariffDimensionTypes,
  tariffElementSchema,
  tariffRestrictionsSchema,
  tariffSchema,
  tariffTypes,
} from './tariff.ts';
export {
  type AuthorizationInfo,
  authorizationInfoSchema,
  energyContractSchema,
  type LocationReferences,
  locationReferencesSchema,
  patchToken,
  type Token,
  type TokenPatch,
  tokenPatchSchema,
  tokenSchema,
} from './token.ts';
export {
  type AllowedType,
  allowedTypes,
  type ProfileType,
  profileTypes,
  type TokenType,
  tokenTypes,
  type WhitelistType,
  whitelistTypes,
} from './tokenTypes.ts';
export {
  chooseVersion,
  configurationModules,
  findModule,
  type InterfaceRole,
  interfaceRoles,
  type ModuleId,
  moduleIds,
  type Version,
  type VersionDetails,
  type VersionEndpoint,
  versionDetailsSchema,
  versionEndpointSchema,
  versionListSchema,
  versionNumbers,
  versionSchema,
} from './versions.ts';

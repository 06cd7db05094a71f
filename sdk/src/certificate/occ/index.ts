export * as OccCertificate from './occCertificate.ts';
export * as OccQuorum from './occQuorum.ts';
export type { OccPublicKey } from './publicKey.ts';
export type { OccSignature } from './signature.ts';
export type { OccMemberVerdict, OccProblem, OccSignatureReason, OccSignatureVerdict, OccVerdict } from './verify.ts';
export { type OccUsageName, occUsages } from './words.ts';

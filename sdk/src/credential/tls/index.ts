export { adoptTlsChain, createTlsAuthorityRequest } from './adoptChain.ts';
export { type TlsAlgorithm, type TlsLeafAlgorithm, tlsLeafAlgorithms } from './algorithmNames.ts';
export { tlsAlgorithms } from './algorithms.ts';
export {
  type CertifyTlsAuthorityOptions,
  type CreateTlsAuthorityOptions,
  certifyTlsAuthority,
  createTlsAuthority,
  type TlsAuthority,
} from './authority.ts';
export { readTlsFacts, type TlsFacts } from './facts.ts';
export { type IssueTlsOptions, issueTls } from './issue.ts';
export { formatTlsPrivateKey, generateTlsKeys, parseTlsPrivateKey } from './keys.ts';
export { batchTlsLeaves, isInBatch, type TlsLeafBatch, tlsFingerprint } from './leafBatch.ts';
export { TlsLeafProof } from './leafProof.ts';
export type { TlsNameConstraints } from './nameConstraints.ts';
export type { TlsNames } from './names.ts';
export { readPem } from './pem.ts';
export { createTlsRequest, type VerifiedTlsRequest, verifyTlsAuthorityRequest, verifyTlsRequest } from './request.ts';
export { issueTlsRevocations, type TlsRevocation } from './revocation.ts';
export { type TlsRootKey, tlsRootKeyOf } from './rootKey.ts';
export { type TlsChainProblem, type TlsChainVerdict, verifyTlsChain } from './verifyChain.ts';
export { leafProblem, type TlsLeafDemand, type TlsLeafProblem, tryFacts } from './verifyLeaf.ts';

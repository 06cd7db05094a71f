export { ed25519Signer } from './ed25519.ts';
export { keccak256, keccak256Hex, sha256, sha256Hex } from './hash.ts';
export { createHpke, Hpke, type HpkeOpening, type HpkeSealing } from './hpke.ts';
export {
  defaultKemAlgorithm,
  isKemAlgorithm,
  type KemAlgorithm,
  type KemInfo,
  kemAlgorithmOf,
  kemAlgorithms,
} from './kemAlgorithms.ts';
export type { HeldKemKey, KemKeyPair, OpeningKey } from './kemKeys.ts';
export { isKeyAlgorithm, type KeyAlgorithm, type KeyAlgorithmInfo, keyAlgorithms } from './keyAlgorithms.ts';
export { type KeyUse, keyUses } from './keyUses.ts';
export type { KnownVerifiers } from './knownVerifiers.ts';
export { toLowS } from './lowS.ts';
export { type MerkleProof, MerkleTree } from './merkleTree.ts';
export { type MlDsaAlgorithm, mlDsaSigner } from './mlDsa.ts';
export { expandMlDsaSeed } from './mlDsaKey.ts';
export {
  type OffChainAlgorithm,
  offChainAlgorithmOf,
  offChainAlgorithms,
  offChainVerifier,
} from './offChainVerifiers.ts';
export { p256Signer, verifyP256 } from './p256.ts';
export { addHints, type SignatureToHint, stripHints } from './p521/index.ts';
export { type P521Hash, p521Signer, withHints } from './p521.ts';
export type { CryptoProvider } from './provider/cryptoProvider.ts';
export { normalizePublicKey, signerOf } from './publicKeys.ts';
export { equalSecrets, type RandomBytes, randomBytes, wipe } from './secrets.ts';
export {
  isSignatureAlgorithm,
  type SignatureAlgorithm,
  type SignatureAlgorithmInfo,
  signatureAlgorithms,
} from './signatureAlgorithms.ts';
export type { SignableTypedData, Signer } from './signer.ts';
export { publicKeyOf, type RawSigningKey, type SignerChoice, signerFrom } from './signerFrom.ts';
export { slhDsaSigner } from './slhDsa.ts';
export { isSlhDsaPrivateKey, slhDsaPrivateKey } from './slhDsaKey.ts';
export { type SignatureToVerify, verifySignature } from './verifySignature.ts';
export { addressOf, recoverAddress, secp256k1Signer } from './wallet.ts';
export { type Assertion, decodeAssertion, encodeAssertion } from './webAuthn/assertion.ts';
export {
  type SoftwareAuthenticator,
  type SoftwareAuthenticatorOptions,
  softwareAuthenticator,
} from './webAuthn/softwareAuthenticator.ts';
export { spkiToP256Point } from './webAuthn/spki.ts';
export {
  type Passkey,
  type PasskeyAsker,
  type PasskeyRequest,
  type PasskeyResponse,
  webAuthnSigner,
} from './webAuthn/webAuthnSigner.ts';
export { webCryptoHybridKey, webCryptoKemKey } from './webCryptoKems.ts';
export {
  type WebCryptoPair,
  webCryptoEd25519Signer,
  webCryptoP256Signer,
  webCryptoP521Signer,
} from './webCryptoSigners.ts';

export { keccak256, keccak256Hex, sha256, sha256Hex } from './hash.ts';
export { createHpke, Hpke, type HpkeOpening, type HpkeSealing, type KemKeyPair } from './hpke.ts';
export {
  defaultKemAlgorithm,
  isKemAlgorithm,
  type KemAlgorithm,
  type KemInfo,
  kemAlgorithmOf,
  kemAlgorithms,
} from './kemAlgorithms.ts';
export { isKeyAlgorithm, type KeyAlgorithm, type KeyAlgorithmInfo, keyAlgorithms } from './keyAlgorithms.ts';
export { type KeyUse, keyUses } from './keyUses.ts';
export { type MerkleProof, MerkleTree } from './merkleTree.ts';
export { p256Signer, verifyP256 } from './p256.ts';
export type { CryptoProvider } from './provider/cryptoProvider.ts';
export { equalSecrets, type RandomBytes, randomBytes, wipe } from './secrets.ts';
export type { SignableTypedData, Signer } from './signer.ts';
export { type KnownVerifiers, type SignatureToVerify, verifySignature } from './verifySignature.ts';
export { addressOf, recoverAddress, secp256k1Signer } from './wallet.ts';

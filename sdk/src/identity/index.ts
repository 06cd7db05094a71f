export { DeviceIdentity, type DeviceIdentityOptions } from './deviceIdentity.ts';
export { type EnrolledKey, Enrolment } from './enrolment.ts';
export { Keystore, type KeystoreOptions } from './keystore.ts';
export { readName } from './name.ts';
export type { SignaturePrivateKey } from './privateKeyInfo.ts';
export { type KeyEncryptionOptions, PrivateKeyPem } from './privateKeyPem.ts';
export { PublicKeyPem, type SignaturePublicKey } from './publicKeyPem.ts';
export { isSecretName, MAX_SECRET_SIZE, type SecretStore } from './secretStore.ts';
export { SigningKey, type SigningKeyChoice } from './signingKey.ts';

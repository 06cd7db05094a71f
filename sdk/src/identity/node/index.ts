export { CommandSecretStore, type SecretHelper } from './commandSecretStore.ts';
export { FileSecretStore } from './fileSecretStore.ts';
export { type PasswordSource, readPassword } from './password.ts';
export { assertOwnedAndPrivate, readPrivateFile } from './privateFile.ts';

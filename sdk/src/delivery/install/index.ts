export { type Accounts, fileAccounts } from './accounts.ts';
export { type Argv, assertCommands, type Command, type Commands, type Probe } from './commands.ts';
export { InstallError, type InstallErrorCode } from './errors.ts';
export { type Installation, install } from './install.ts';
export { type InstallableDelivery, manifestDigest } from './plan.ts';
export { type InstallationRecord, type InstalledEpoch, readRecord, type Slot } from './record.ts';
export { type Recovery, recover } from './recover.ts';
export { expire, type Removal, withdraw } from './remove.ts';
export type { InstallTarget, StepHook } from './target.ts';

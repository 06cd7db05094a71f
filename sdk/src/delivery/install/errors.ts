import { BaseError, type BaseErrorOptions } from '../../errors/index.ts';

/**
 * Why a delivery was not installed. After each of them the files are those from before.
 *
 * - `INSTALL_STALE_EPOCH`: not above the highest epoch seen (rollback attack, or nothing new)
 * - `INSTALL_NOT_YET_VALID`: try again after `notBefore` · `INSTALL_EXPIRED`: `notAfter` has passed
 * - `INSTALL_CONTENT`: contents are not those of the manifest
 * - `INSTALL_UNKNOWN_COMMAND`, `INSTALL_UNKNOWN_ACCOUNT`: the device's configuration or accounts lack a name
 * - `INSTALL_TARGET`: the target directory is not safe to write to
 * - `INSTALL_FAILED`: the file system refused; nothing was switched
 * - `INSTALL_ROLLED_BACK`: a post-install command failed; the old files are back
 * - `INSTALL_BUSY`: another process installs for the same authority and subject
 */
export type InstallErrorCode = `INSTALL_${
  | 'STALE_EPOCH'
  | 'NOT_YET_VALID'
  | 'EXPIRED'
  | 'CONTENT'
  | 'UNKNOWN_COMMAND'
  | 'UNKNOWN_ACCOUNT'
  | 'TARGET'
  | 'FAILED'
  | 'ROLLED_BACK'
  | 'BUSY'}`;

export class InstallError extends BaseError {
  declare readonly code: InstallErrorCode;

  constructor(code: InstallErrorCode, shortMessage: string, options: BaseErrorOptions = {}) {
    super(code, shortMessage, options);
  }
}

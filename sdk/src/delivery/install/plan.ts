import { type Hex, parseTimestamp } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { Manifest } from '../../envelope/manifest.ts';
import { resolveOwner } from './accounts.ts';
import { InstallError } from './errors.ts';
import type { InstalledEpoch } from './record.ts';
import { type Session, timeOf } from './session.ts';
import type { StagedFile } from './stage.ts';

/** A verified manifest and the contents that came with it: `contents[i]` belongs to `files[i]`. */
export interface InstallableDelivery {
  readonly manifest: Manifest;
  readonly contents: readonly Uint8Array[];
}

export interface Plan {
  readonly epoch: InstalledEpoch;
  readonly files: readonly StagedFile[];
  /** Seconds that the epoch before is kept: none if this one takes credentials out of use. */
  readonly overlap: number;
}

/** SHA-256 of the manifest's canonical bytes. */
export function manifestDigest(manifest: Manifest): Hex {
  return sha256Hex(Manifest.encode(manifest));
}

/**
 * Everything that can be checked without writing.
 *
 * @throws {InstallError} see `InstallErrorCode`
 * @throws {DecodeError} for a manifest that breaks a rule of docs/spec/manifest.md.
 */
export async function planInstallation(session: Session, delivery: InstallableDelivery): Promise<Plan> {
  const { contents } = delivery;
  const manifest = Manifest.read(delivery.manifest);
  assertContents(manifest, contents);
  assertEpoch(session, manifest);
  const notAfter = assertTime(session, manifest);
  assertCommandNames(session, manifest);
  const files: StagedFile[] = [];
  for (const [i, file] of manifest.files.entries()) {
    const owner = await resolveOwner(session.accounts, file, `files[${i}]`);
    const content = contents[i] as Uint8Array;
    files.push({ path: file.path, content, mode: Number.parseInt(file.mode, 8), ...owner });
  }
  const { epoch, kind, postInstall } = manifest;
  return {
    epoch: { epoch, manifest: manifestDigest(manifest), kind, notAfter, postInstall: [...postInstall] },
    files,
    overlap: manifest.revokes.length > 0 ? 0 : (session.target.overlap ?? 0),
  };
}

function assertContents(manifest: Manifest, contents: readonly Uint8Array[]): void {
  if (contents.length !== manifest.files.length) {
    throw new InstallError('INSTALL_CONTENT', `are ${contents.length} where ${manifest.files.length} are announced`, {
      field: 'contents',
    });
  }
  manifest.files.forEach((file, i) => {
    const content = contents[i] as Uint8Array;
    const field = `contents[${i}]`;
    if (content.length !== file.size) throw new InstallError('INSTALL_CONTENT', 'has another size', { field });
    if (sha256Hex(content) !== file.digest) {
      throw new InstallError('INSTALL_CONTENT', 'has another digest', { field });
    }
  });
}

function assertEpoch(session: Session, manifest: Manifest): void {
  const { epoch } = manifest;
  const { highWater } = session.record;
  if (epoch <= highWater) {
    throw new InstallError('INSTALL_STALE_EPOCH', `is not above ${highWater}, the highest seen`, {
      field: 'manifest.epoch',
    });
  }
}

function assertTime(session: Session, manifest: Manifest): number {
  const [notBefore, notAfter] = [parseTimestamp(manifest.notBefore), parseTimestamp(manifest.notAfter)];
  const time = timeOf(session);
  if (time < notBefore) {
    throw new InstallError('INSTALL_NOT_YET_VALID', `is valid from ${manifest.notBefore} on`, {
      field: 'manifest.notBefore',
    });
  }
  if (time > notAfter) {
    throw new InstallError('INSTALL_EXPIRED', `was valid until ${manifest.notAfter}`, { field: 'manifest.notAfter' });
  }
  return notAfter;
}

function assertCommandNames(session: Session, manifest: Manifest): void {
  manifest.postInstall.forEach((name, i) => {
    if (Object.hasOwn(session.target.commands, name)) return;
    throw new InstallError('INSTALL_UNKNOWN_COMMAND', 'is not a command of this device', {
      field: `manifest.postInstall[${i}]`,
      metaMessages: [`Configured: ${Object.keys(session.target.commands).join(', ') || 'none'}`],
    });
  });
}

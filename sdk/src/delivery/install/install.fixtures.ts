import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { formatTimestamp, type Hex, utf8Encode } from '../../bytes/index.ts';
import { sha256Hex } from '../../crypto/index.ts';
import { Manifest } from '../../envelope/index.ts';
import { BaseError } from '../../errors/index.ts';
import { install } from './install.ts';
import type { InstallableDelivery } from './plan.ts';
import type { InstallTarget } from './target.ts';

/** 2026-11-20T10:00:00Z */
export const now = 1795168800;
export const slot = { authority: `0x${'aa'.repeat(32)}` as Hex, subject: `0x${'bb'.repeat(32)}` as Hex };

export interface DeliveryOptions {
  readonly epoch: number;
  readonly files?: Readonly<Record<string, string>>;
  readonly mode?: string;
  readonly owner?: string | null;
  readonly postInstall?: readonly string[];
  readonly revokes?: readonly string[];
  readonly notBefore?: number;
  readonly notAfter?: number;
}

/** A delivery as it is after all checks of the envelope. */
export function deliveryOf(options: DeliveryOptions): InstallableDelivery {
  const files = Object.entries(options.files ?? setOf(options.epoch));
  const contents = files.map(([, text]) => utf8Encode(text));
  const manifest = Manifest.from({
    ...slot,
    announcements: `0x${'cc'.repeat(20)}`,
    chainId: 31337,
    device: slot.subject,
    epoch: options.epoch,
    kind: 'files',
    files: files.map(([path], i) => ({
      path,
      mode: options.mode ?? '0600',
      owner: options.owner ?? null,
      group: null,
      size: contents[i]?.length ?? 0,
      digest: sha256Hex(contents[i] ?? new Uint8Array()),
    })),
    notBefore: formatTimestamp(options.notBefore ?? now - 60),
    notAfter: formatTimestamp(options.notAfter ?? now + 3600),
    postInstall: options.postInstall ?? [],
    revokes: options.revokes ?? [],
  });
  return { manifest, contents };
}

/** The files that `deliveryOf` makes for an epoch: all of them say which. */
export function setOf(epoch: number): Record<string, string> {
  return { key: `key of ${epoch}`, 'deep/er/cert': `certificate of ${epoch}`, 'deep/chain': `chain of ${epoch}` };
}

/** A fresh device: directories that are removed when the test ends. */
export function deviceTarget(change: Partial<InstallTarget> = {}): InstallTarget {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-install-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(join(directory, 'root'), { mode: 0o755 });
  return {
    root: join(directory, 'root'),
    state: join(directory, 'state'),
    commands: {},
    clock: () => now,
    ...change,
  };
}

/** What programs see: path → content of `current`, or null without it. */
export function installed(root: string, link: 'current' | 'previous' = 'current'): Record<string, string> | null {
  const directory = join(root, link);
  if (!statSync(directory, { throwIfNoEntry: false })) return null;
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(directory, path), readFileSync(path, 'utf8')];
    }),
  );
}

/** Names in `.epochs`, without the marker. */
export function epochsOf(root: string): string[] {
  if (!statSync(join(root, '.epochs'), { throwIfNoEntry: false })) return [];
  return readdirSync(join(root, '.epochs'))
    .filter((name) => name !== 'slot')
    .sort();
}

/** A command of the device: a shell script of the test's own, with what it does in the open. */
export function script(text: string): readonly ['/bin/sh', ...string[]] {
  return ['/bin/sh', '-c', text];
}

/** Everything below a directory with its modes, links and contents: equal before and after means nothing was written. */
export function snapshot(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mode, ino } = lstatSync(path);
      const what = entry.isSymbolicLink() ? readlinkSync(path) : entry.isFile() ? readFileSync(path, 'hex') : '';
      return `${path} ${mode.toString(8)} ${ino} ${what}`;
    })
    .sort();
}

/** The delivery is refused with an error of ours, and nothing in the root has changed. */
export async function refused(
  target: InstallTarget,
  delivery: Parameters<typeof install>[1],
  expected: object,
): Promise<void> {
  const before = snapshot(target.root);
  const error = await install(target, delivery).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(BaseError);
  expect(error).toMatchObject(expected);
  expect(snapshot(target.root)).toEqual(before);
}

import { CID } from 'multiformats/cid';
import { BaseError } from '../../../errors/index.ts';
import { checkEntryName, isSupportedCid } from '../../content/index.ts';
import { HttpError } from '../httpError.ts';

/** A CID, and the names below it: what `/ipfs/CID/name/name` says. */
export interface ContentPath {
  readonly cid: CID;
  readonly names: readonly string[];
}

/** @throws {HttpError} 400 */
export function parseCid(text: string): CID {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch {
    throw new HttpError(400, 'invalid path: not a CID');
  }
  if (!isSupportedCid(cid)) throw new HttpError(400, 'only raw and dag-pb blocks with SHA-256 are kept here');
  return cid;
}

/** @throws {HttpError} 400 */
export function parsePath(text: string): ContentPath {
  const [cid = '', ...names] = text
    .replace(/^\/ipfs\//, '')
    .replace(/\/$/, '')
    .split('/');
  try {
    return { cid: parseCid(cid), names: names.map((name) => checkEntryName(name, 'path')) };
  } catch (error) {
    if (error instanceof HttpError || !(error instanceof BaseError)) throw error;
    throw new HttpError(400, `invalid path: ${error.shortMessage}`);
  }
}

/** @throws {HttpError} 400 if it is missing or empty. */
export function requiredArgument(args: URLSearchParams): string {
  const value = args.get('arg');
  if (!value) throw new HttpError(400, 'argument "arg" is required');
  return value;
}

/** @throws {HttpError} 400 */
export function flagArgument(args: URLSearchParams, name: string, otherwise: boolean): boolean {
  const value = args.get(name);
  if (value === null) return otherwise;
  if (value !== 'true' && value !== 'false') throw new HttpError(400, `argument "${name}" has to be true or false`);
  return value === 'true';
}

/** @throws {HttpError} 400 */
export function countArgument(args: URLSearchParams, name: string): number | undefined {
  const value = args.get(name);
  if (value === null) return undefined;
  const count = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(count)) {
    throw new HttpError(400, `argument "${name}" has to be a whole number`);
  }
  return count;
}

/** Go's durations, as Kubo's `timeout` takes them: `1500ms`, `10s`, `1m`. */
export function durationArgument(args: URLSearchParams, name: string): number | undefined {
  const value = args.get(name);
  if (value === null) return undefined;
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)$/.exec(value) ?? [];
  if (amount === undefined) throw new HttpError(400, `argument "${name}" has to be a duration such as 1500ms or 10s`);
  const scale = unit === 'ms' ? 1 : unit === 's' ? 1000 : unit === 'm' ? 60_000 : 3_600_000;
  return Math.max(1, Math.min(Number(amount) * scale, 2 ** 31 - 1));
}

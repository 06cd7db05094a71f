import { type Hex, isHex } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import type { Given } from './input.ts';

/** @throws {DecodeError} naming where the value came from. */
export function toInteger({ text, field }: Given, min: number, max: number): number {
  const value = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw new DecodeError(`has to be a whole number from ${min} to ${max}`, { field });
  }
  return value;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 };

/** A span such as `5m`, `24h`, `1d12h`, `2y`, in seconds. A year is 365 days. */
export function toDuration({ text, field }: Given, min = 1, max = 3_153_600_000): number {
  const parts = [...text.matchAll(/([0-9]{1,10})([smhdwy])/g)];
  const seconds = parts.reduce((sum, part) => sum + Number(part[1]) * (units[part[2] as string] as number), 0);
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text || seconds < min || seconds > max) {
    throw new DecodeError('has to be a span of time such as 90s, 5m, 24h, 30d, 1y', { field });
  }
  return seconds;
}

/** `YYYY-MM-DDTHH:MM:SSZ` (or the day alone: its first second), in seconds since 1970. */
export function toTime({ text, field }: Given): number {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const ms = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(full) ? Date.parse(full) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== full.replace('Z', '.000Z')) {
    throw new DecodeError('has to be a time as 2026-11-20T10:00:00Z, or a day as 2026-11-20', { field });
  }
  return ms / 1000;
}

/** @example `formatTime(0) // '1970-01-01T00:00:00Z'` */
export const formatTime = (seconds: number | bigint): string => {
  const ms = Number(seconds) * 1000;
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString().replace('.000Z', 'Z') : `${seconds} s after 1970`;
};

/** `0x` and exactly `size` bytes, in lower case. */
export function toBytes32({ text, field }: Given): Hex {
  return toHexOf({ text, field }, 32, 'an id or a digest');
}

/** A wallet's or contract's address, in lower case. A checksum in mixed case has to be right (EIP-55). */
export async function toAddress({ text, field }: Given): Promise<Hex> {
  const address = toHexOf({ text, field }, 20, 'an address');
  const digits = text.slice(2);
  if (digits !== digits.toLowerCase() && digits !== digits.toUpperCase()) {
    const { getAddress } = await import('viem/utils');
    if (getAddress(address) !== text) {
      throw new DecodeError('is misspelt: its checksum (EIP-55) is wrong', { field });
    }
  }
  return address;
}

function toHexOf({ text, field }: Given, size: number, what: string): Hex {
  if (isHex(text, size)) return text.toLowerCase() as Hex;
  const found = isHex(text) ? `it has ${(text.length - 2) / 2} bytes` : 'it is not hexadecimal with 0x';
  throw new DecodeError(`has to be ${what}: 0x and ${2 * size} hexadecimal digits; ${found}`, { field });
}

/** Any number of bytes. */
export function toHexBytes({ text, field }: Given): Hex {
  if (!isHex(text)) throw new DecodeError('has to be 0x and an even number of hexadecimal digits', { field });
  return text.toLowerCase() as Hex;
}

/** An `http:` or `https:` URL. Credentials in it are refused: they would reach logs and configuration files. */
export function toUrl({ text, field }: Given): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new DecodeError('is not a URL', { field });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new DecodeError('has to be an http: or https: URL', { field });
  }
  if (url.username !== '' || url.password !== '') {
    throw new DecodeError('has credentials in it; leave them out', { field });
  }
  return text;
}

/** A name of a wallet, quorum or authority of this home folder, which is a file's name too. */
export function toName({ text, field }: Given): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/i.test(text) || text.endsWith('.')) {
    throw new DecodeError('has to be a name of 1 to 63 letters, digits, dots, hyphens and underscores', { field });
  }
  return text;
}

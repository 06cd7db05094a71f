import { ArgumentError } from '../../../errors/index.ts';

/**
 * Exact numbers with twelve digits after the point: money and energy must not depend on what doubles can say.
 */
export type Exact = bigint;

const DIGITS = 12;
const ONE = 10n ** BigInt(DIGITS);
/** OCPI's numbers have four digits after the point. @see OCPI 2.2.1-d2, "Types", number */
const SHOWN = 10n ** BigInt(DIGITS - 4);

/** @throws {ArgumentError} for what is no finite number. */
export function exact(value: number): Exact {
  if (!Number.isFinite(value)) throw new ArgumentError('is not a number', { field: 'value' });
  const [, sign, whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const digits = BigInt(`${whole}${fraction}`);
  const shift = DIGITS - fraction.length + Number(exponent);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '-' ? -scaled : scaled;
}

export const times = (a: Exact, b: Exact): Exact => (a * b) / ONE;
export const per = (a: Exact, b: Exact): Exact => (a * ONE) / b;

/** The next multiple of a step; the value itself for a step of nothing. */
export const upTo = (value: Exact, step: Exact): Exact => (step <= 0n ? value : ((value + step - 1n) / step) * step);

/** Half away from zero, to four digits. */
export function rounded(value: Exact): Exact {
  const half = value < 0n ? -SHOWN / 2n : SHOWN / 2n;
  return ((value + half) / SHOWN) * SHOWN;
}

/** @example `toNumber(rounded(exact(1.00005))) // 1.0001` */
export const toNumber = (value: Exact): number => Number(value / SHOWN) / 10_000;

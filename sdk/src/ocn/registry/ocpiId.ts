import { fromHex, type Hex, isHex, toHex, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import type { Party } from '../../protocol/ocpi/index.ts';

/** As the registry spells it: OCPI does not tell capitals from small letters, so one spelling stands for all. */
const wellFormed = /^[A-Z]{2}[A-Z0-9]{3}$/;

/**
 * The five bytes that the registry knows a party by.
 *
 * @throws {ArgumentError} for what is no country of two letters and no party of three letters or digits.
 * @example `OcpiId.encode({ country_code: 'de', party_id: 'Abc' }) // '0x4445414243': DEABC`
 */
export function encode({ country_code, party_id }: Party): Hex {
  return toHex(utf8Encode(textOf(country_code, party_id)));
}

/** The two letters of the country and the three characters of the party, as the typed data names them. @throws {ArgumentError} */
export function parts({ country_code, party_id }: Party): { readonly countryCode: Hex; readonly partyId: Hex } {
  const bytes = utf8Encode(textOf(country_code, party_id));
  return { countryCode: toHex(bytes.subarray(0, 2)), partyId: toHex(bytes.subarray(2)) };
}

/** @throws {DecodeError} for anything but the five bytes of an id. */
export function decode(value: unknown, field = 'id'): Party {
  const text = isHex(value, 5) ? String.fromCharCode(...fromHex(value)) : '';
  if (!wellFormed.test(text)) throw new DecodeError('is not the id of a party', { field });
  return { country_code: text.slice(0, 2), party_id: text.slice(2) };
}

/**
 * Reads an id as people write it: `DE/ABC`, `DE*ABC`, `DE-ABC` or `DEABC`, in any case.
 *
 * @throws {DecodeError} naming `field`.
 */
export function parse(text: string, field = 'id'): Party {
  const [, country = '', party = ''] = /^([A-Za-z]{2})[/*-]?([A-Za-z0-9]{3})$/.exec(text) ?? [];
  if (country !== '') return { country_code: country.toUpperCase(), party_id: party.toUpperCase() };
  throw new DecodeError('is not a country of two letters and a party of three letters or digits, such as DE/ABC', {
    field,
  });
}

/** @example `OcpiId.format({ country_code: 'de', party_id: 'abc' }) // 'DE/ABC'` */
export function format({ country_code, party_id }: Party): string {
  return `${country_code}/${party_id}`.toUpperCase();
}

function textOf(country: string, party: string): string {
  // Other letters may have capitals of ours: `ı` is no `I`.
  const text = /^[A-Za-z]{2}$/.test(country) ? `${country}${party}`.toUpperCase() : '';
  if (/^[A-Za-z0-9]{3}$/.test(party) && wellFormed.test(text)) return text;
  throw new ArgumentError('is not a country of two letters and a party of three letters or digits', { field: 'id' });
}

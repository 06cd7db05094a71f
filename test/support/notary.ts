import { createRequire } from 'node:module';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import type { Party } from '../../sdk/src/protocol/ocpi/index.ts';
import type { Got } from './ocnOffices.ts';

// The signature library of the Open Charging Network itself, on ethers 4 and jsonpath: none of our code.

export interface Notary {
  readonly fields: string[];
  readonly signatory: string;
  readonly rewrites: readonly { readonly signatory: string }[];
  sign(values: unknown, privateKey: string): Promise<void>;
  verify(values: unknown): { readonly isValid: boolean; readonly error?: string };
  stash(values: Readonly<Record<string, unknown>>): void;
  serialize(): Promise<string>;
}

export const { default: Notary } = createRequire(import.meta.url)('@shareandcharge/ocn-notary') as {
  readonly default: { new (): Notary; deserialize(header: string): Promise<Notary> };
};

/** The header, or the member `ocn_signature`, over values. */
export async function notarySign(values: unknown, privateKey: string): Promise<string> {
  const notary = new Notary();
  await notary.sign(values, privateKey);
  return notary.serialize();
}

/** Whether the library finds a signature valid, and who has signed: the first to the last. */
export async function notaryVerdict(header: unknown, values: unknown) {
  const notary = await Notary.deserialize(String(header));
  const signers = [...notary.rewrites.map(({ signatory }) => signatory), notary.signatory];
  return { ...notary.verify(values), signers: signers.map((one) => one.toLowerCase()) };
}

const time = '2026-11-20T10:00:00Z';
export type Values = Readonly<Record<string, unknown>>;

/** What version 1 signs of the headers of a request, in this order. */
export const headersOf = (from: Party, to: Party, correlationId: string) => ({
  'x-correlation-id': correlationId,
  'ocpi-from-country-code': from.country_code,
  'ocpi-from-party-id': from.party_id,
  'ocpi-to-country-code': to.country_code,
  'ocpi-to-party-id': to.party_id,
});
export const paramsOf = (path: string) => Object.fromEntries(new URL(path, 'http://x').searchParams);

const nobody: Party = { country_code: '', party_id: '' };

/** Of a request as somebody has got it. */
export const valuesOf = ({ headers, path, body }: Pick<Got, 'headers' | 'path' | 'body'>): Values => {
  const names = Object.keys(headersOf(nobody, nobody, ''));
  const said = Object.fromEntries(names.map((name) => [name, headers[name]]));
  return { headers: said, params: paramsOf(path), ...(body === '' ? {} : { body: JSON.parse(body) }) };
};

/** An answer with a signature of the original's library over it and those of its headers that count. */
export async function signedAnswer(key: Hex, data: unknown, headers: Readonly<Record<string, string>> = {}) {
  const body = { data, status_code: 1000, timestamp: time };
  const ocn_signature = await notarySign({ headers, body }, key);
  return { headers, body: JSON.stringify({ ...body, ocn_signature }) };
}

/** Whether the original's library takes an answer. */
export function verdictOf({ headers, text }: { readonly headers: Headers; readonly text: string }) {
  const { ocn_signature, ...body } = JSON.parse(text) as Values;
  const names = ['x-limit', 'x-total-count', 'link', 'location'].filter((name) => headers.has(name));
  const values = { headers: Object.fromEntries(names.map((name) => [name, headers.get(name)])), body };
  return notaryVerdict(ocn_signature, values);
}

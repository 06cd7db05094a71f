import { hashStruct } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import type { Action } from './action.ts';
import { digest as digestOf, type TypedDataObject, from as typedDataOf } from './typedData.ts';

/** What a wallet signs, part by part, so that anybody can recompute it (EIP-712). */
export interface SignedParts {
  readonly primaryType: string;
  readonly encodedType: string;
  readonly domainSeparator: Hex;
  readonly structHash: Hex;
  readonly digest: Hex;
}

const domainType = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
];

/** The domain separator that a contract of ours has on a chain. */
export function domainSeparatorOf(name: string, chainId: number, verifyingContract: Hex): Hex {
  const data = { name, version: '1', chainId, verifyingContract };
  return hashStruct({ data, primaryType: 'EIP712Domain', types: { EIP712Domain: domainType } });
}

function encodeType(types: TypedDataObject['types'], primary: string): string {
  const others = Object.keys(types)
    .filter((name) => name !== primary)
    .sort();
  const draw = (name: string) =>
    `${name}(${(types[name] ?? []).map((field) => `${field.type} ${field.name}`).join(',')})`;
  return [primary, ...others].map(draw).join('');
}

/** @example `signedParts(action).digest // what TypedData.digest gives` */
export function signedParts(action: Action): SignedParts {
  const typed = typedDataOf(action);
  const { domain, message, primaryType } = typed;
  const types = Object.fromEntries(Object.entries(typed.types).map(([name, fields]) => [name, [...fields]]));
  const domainSeparator = domainSeparatorOf(domain.name, domain.chainId, domain.verifyingContract);
  const structHash = hashStruct({ data: { ...message }, primaryType, types });
  const digest = digestOf(action);
  return { primaryType, encodedType: encodeType(typed.types, primaryType), domainSeparator, structHash, digest };
}

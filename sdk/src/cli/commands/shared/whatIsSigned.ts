import { hashStruct } from 'viem';
import type { Hex } from '../../../bytes/index.ts';
import { Certificate } from '../../../certificate/index.ts';
import { type Action, describeAction, Proposal, TypedData } from '../../../quorum/index.ts';
import type { Block } from '../../framework/page.ts';

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

function encodeType(types: TypedData.TypedDataObject['types'], primary: string): string {
  const others = Object.keys(types)
    .filter((name) => name !== primary)
    .sort();
  const draw = (name: string) =>
    `${name}(${(types[name] ?? []).map((field) => `${field.type} ${field.name}`).join(',')})`;
  return [primary, ...others].map(draw).join('');
}

/** @example `signedParts(action).digest // what TypedData.digest gives` */
export function signedParts(action: Action.Action): SignedParts {
  const typed = TypedData.from(action);
  const { domain, message, primaryType } = typed;
  const types = Object.fromEntries(Object.entries(typed.types).map(([name, fields]) => [name, [...fields]]));
  const domainSeparator = domainSeparatorOf(domain.name, domain.chainId, domain.verifyingContract);
  const structHash = hashStruct({ data: { ...message }, primaryType, types });
  const digest = TypedData.digest(action);
  return { primaryType, encodedType: encodeType(typed.types, primaryType), domainSeparator, structHash, digest };
}

/** The page that a person reads before signing: the message in words, the certificate that it is about, and every hash. */
export function signingPage(proposal: Proposal.Proposal): Block[] {
  const action = Proposal.actionOf(proposal);
  const { title, details } = describeAction(action);
  const parts = signedParts(action);
  const blocks: Block[] = [
    { kind: 'heading', text: title },
    { kind: 'fields', rows: details.map(({ label, value }) => [label, value] as const) },
  ];
  if (proposal.certificate !== undefined) {
    const about = Certificate.describe(Certificate.fromJson(proposal.certificate as object));
    blocks.push({ kind: 'heading', text: `The certificate: ${about.title}` });
    blocks.push({ kind: 'fields', rows: about.details.map(({ label, value }) => [label, value] as const) });
  }
  for (const message of [proposal.content ?? [], ...(proposal.behind ?? [])].flat()) {
    const inner = describeAction(message);
    blocks.push({ kind: 'heading', text: `The message that is approved: ${inner.title}` });
    blocks.push({ kind: 'fields', rows: inner.details.map(({ label, value }) => [label, value] as const) });
  }
  if (proposal.note !== undefined) blocks.push({ kind: 'fields', rows: [['note of the proposer', proposal.note]] });
  blocks.push({ kind: 'heading', text: 'What is signed (EIP-712)' });
  blocks.push({
    kind: 'fields',
    rows: [
      ['type', parts.encodedType],
      ['domain', parts.domainSeparator],
      ['struct', parts.structHash],
      ['digest', parts.digest],
    ],
  });
  return blocks;
}

import { Certificate } from '../../../certificate/index.ts';
import { describeAction, Proposal, signedParts } from '../../../quorum/index.ts';
import type { Block } from '../../framework/page.ts';

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

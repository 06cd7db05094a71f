import { Certificate } from '../../../../certificate/index.ts';
import type { NodeChange } from '../../../../chain/index.ts';
import { signedChange } from '../../../../chain/index.ts';
import { ChangeFile, describeChange, ownerOf } from '../../../../ocn/registry/index.ts';
import type { Block, Cell } from '../../../framework/page.ts';
import { formatTime } from '../../../framework/values.ts';
import type { Owner, Target } from './owner.ts';

type Row = readonly [string, Cell | undefined];

/** What a change does, in words. */
export function changeBlocks(change: NodeChange, { owner, domain }: Pick<Target, 'owner' | 'domain'>): Block[] {
  return wordsOf(signedChange(change), owner, [
    ['chain', domain.chainId],
    ['contract', `NodeRegistry ${domain.nodeRegistry}`],
  ]);
}

function wordsOf(change: Parameters<typeof describeChange>[0], owner: Pick<Owner, 'address'>, more: Row[]): Block[] {
  const { title, details } = describeChange(change, owner.address);
  const rows: Row[] = details.map(({ label, value }) => [label, value]);
  return [
    { kind: 'heading', text: title },
    { kind: 'fields', rows: [...rows, ...more] },
  ];
}

/** The page that a person reads before signing: the change in words, the certificate behind it, and every hash. */
export function filePage(file: ChangeFile.ChangeFile): Block[] {
  const parts = ChangeFile.partsOf(file);
  const blocks = wordsOf(file.change, { address: ownerOf(file.signer) }, [
    ['sequence', file.sequence],
    ['deadline', `${formatTime(file.deadline)} (${file.deadline})`],
    ['chain', file.chainId],
    ['contract', `NodeRegistry ${file.nodeRegistry}`],
  ]);
  if (file.certificate !== undefined) {
    const about = Certificate.describe(Certificate.fromJson(file.certificate as object));
    blocks.push({ kind: 'heading', text: `The certificate: ${about.title}` });
    blocks.push({ kind: 'fields', rows: about.details.map(({ label, value }) => [label, value] as const) });
  }
  blocks.push({ kind: 'heading', text: 'What is signed (EIP-712)' });
  const { encodedType, domainSeparator, structHash, digest } = parts;
  blocks.push({
    kind: 'fields',
    rows: [
      ['type', encodedType],
      ['domain', domainSeparator],
      ['struct', structHash],
      ['digest', digest],
    ],
  });
  return blocks;
}

/** What programs are told of a file. */
export function fileData(file: ChangeFile.ChangeFile) {
  return { owner: ownerOf(file.signer), ...file, typedData: ChangeFile.typedData(file) };
}

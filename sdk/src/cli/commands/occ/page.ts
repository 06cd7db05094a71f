import { OccCertificate, type OccVerdict } from '../../../certificate/occ/index.ts';
import type { Block, Cell } from '../../framework/page.ts';
import { formatTime } from '../../framework/values.ts';
import type { Verified } from './trust.ts';

/** What a certificate says, what each signer says of it, and what that comes to. */
export function verifiedPage({ certificate, verdict, replacedBy }: Verified, at: number): readonly Block[] {
  const { owner, description, notBefore, notAfter, usages = [], publicKeys } = certificate;
  return [
    { kind: 'heading', text: description ?? owner.name },
    {
      kind: 'fields',
      rows: [
        ['Id', verdict.id],
        ['Owner', owner.name],
        ['Keys', publicKeys.map(({ algorithm }) => algorithm.replace(/^.*\//, '')).join(', ')],
        ['May', usages.map(usageText).join(', ') || 'nothing'],
        ['Valid', `${notBefore} to ${notAfter}`],
      ],
    },
    { kind: 'table', head: ['STATE', 'KEY', 'SIGNED AS', 'REMARK'], rows: signerRows(verdict) },
    {
      kind: 'fields',
      rows: [
        ['Verdict', verdictCell(verdict)],
        ...verdict.problems.map(({ explanation }) => ['Problem', explanation] as const),
        ...replacedBy.map((id) => ['Replaced', `by ${id}, which is valid`] as const),
        ['At', formatTime(at)],
      ],
    },
  ];
}

function usageText(usage: Parameters<typeof OccCertificate.usageName>[0]): string {
  const length = usage.maxPathLength === undefined ? '' : ` (path length ${usage.maxPathLength})`;
  return `${OccCertificate.usageName(usage)}${length}`;
}

function signerRows({ signed, unsigned, invalid }: OccVerdict): readonly (readonly Cell[])[] {
  return [
    ...signed.map(({ name, signature }): Cell[] => [{ text: 'signed', tone: 'good' }, name, signature?.name ?? '', '']),
    ...unsigned.map(({ name }): Cell[] => [{ text: 'unsigned', tone: 'dim' }, name, '', '']),
    ...invalid.map(({ name, explanation }): Cell[] => [{ text: 'invalid', tone: 'bad' }, '', name, explanation ?? '']),
  ];
}

function verdictCell({ valid, signed, unsigned, threshold }: OccVerdict): Cell {
  const count = `${signed.length} of ${signed.length + unsigned.length} keys have signed, ${threshold} are needed`;
  return valid ? { text: `valid: ${count}`, tone: 'good' } : { text: 'not valid', tone: 'bad' };
}

import type { Hex } from '@gridseal/sdk/bytes';
import { escapeText } from '@gridseal/sdk/quorum';
import type { Evidence } from './evidence.ts';

/** What is known beside the chain, for people: names are text from outside. */
export interface Names {
  readonly quorums: ReadonlyMap<Hex, string>;
  readonly certificates: ReadonlyMap<Hex, string>;
}

/** The columns, in this order for ever: new ones come last. docs/spec/activity-export.md */
export const columns = [
  'time',
  'block',
  'blockHash',
  'transaction',
  'logIndex',
  'contract',
  'event',
  'quorum',
  'quorumName',
  'version',
  'members',
  'threshold',
  'revocationThreshold',
  'certificate',
  'certificateName',
  'reason',
  'draft',
  'proposer',
  'deadline',
  'digest',
  'signer',
  'authority',
  'subject',
  'device',
  'epoch',
  'kind',
  'codec',
  'notBefore',
  'notAfter',
  'previousBlock',
  'record',
  'final',
] as const;

export const csvHeader = `${columns.join(',')}\r\n`;
const MAX_NAME = 200;
const times: readonly string[] = ['deadline', 'notBefore', 'notAfter'];

/** One event as a line of RFC 4180. */
export function csvLine(evidence: Evidence, names: Names, settled: number | null): string {
  const cells = columns.map((column) => cellOf(column, evidence, names, settled));
  return `${cells.join(',')}\r\n`;
}

function cellOf(column: (typeof columns)[number], evidence: Evidence, names: Names, settled: number | null): string {
  switch (column) {
    case 'time':
      return evidence.timestamp === undefined ? '' : isoTime(evidence.timestamp);
    case 'final':
      return String(settled !== null && evidence.block <= settled);
    case 'quorumName':
      return textCell(names.quorums.get(evidence.quorum as Hex));
    case 'certificateName':
      return textCell(names.certificates.get(evidence.certificate as Hex));
    case 'members': {
      const members = evidence.members as readonly { readonly signer: string; readonly weight: number }[] | undefined;
      return members ? members.map(({ signer, weight }) => `${signer}:${weight}`).join(' ') : '';
    }
    default: {
      const value = evidence[column];
      if (typeof value === 'number') return times.includes(column) ? isoTime(value) : String(value);
      return typeof value === 'string' ? value : '';
    }
  }
}

/** ISO 8601 in UTC. No time at all is an empty cell, and one that no calendar has stays a number. */
function isoTime(seconds: number): string {
  if (seconds === 0) return '';
  const at = new Date(seconds * 1_000);
  return Number.isFinite(at.getTime()) ? at.toISOString().replace('.000Z', 'Z') : String(seconds);
}

/** What spreadsheets take for a formula, in all the widths that they read. */
const formula = /^\s*[=+\-@\t\r\n|%＝＋－＠﹦﹢﹣﹫]/u;

/**
 * A name as a cell: nothing invisible, never a formula, always quoted.
 *
 * @example
 * ```ts
 * textCell('=1+1'); // `"'=1+1"`
 * ```
 */
export function textCell(name: string | undefined): string {
  if (name === undefined || name === '') return '';
  const plain = escapeText(name, { maxLength: MAX_NAME });
  const inert = formula.test(plain) || formula.test(name) ? `'${plain}` : plain;
  return `"${inert.replaceAll('"', '""')}"`;
}

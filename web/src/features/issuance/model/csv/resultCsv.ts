import type { Hex } from '@gridseal/sdk/bytes';
import type { IssueState } from '@gridseal/sdk/delivery/issue';
import type { Run } from '../run.ts';
import { columns } from './parseRows.ts';

/** The header and one line, to begin a file from. */
export const template = `${columns.join(',')}\r\n`;

/**
 * What became of each device, for the files of whoever asked. Cells that a spreadsheet would take for a formula are disarmed.
 *
 * @param labels What the user calls the devices.
 */
export async function resultCsv(run: Run, labels: ReadonlyMap<Hex, string>): Promise<string> {
  const { default: Papa } = await import('papaparse');
  const { state } = run;
  const rows = state === null ? [] : [...issued(run, state, labels), ...leftOut(state, labels)];
  const fields = ['device', 'label', 'result', 'reason', 'channel', 'epoch', 'serial', 'valid_until', 'transaction'];
  return Papa.unparse({ fields, data: rows }, { escapeFormulae: true, newline: '\r\n' });
}

/** What of a manifest the result says; manifests were checked when they were made. */
interface Said {
  readonly device: Hex;
  readonly epoch: number;
  readonly notAfter: string;
}

function issued(run: Run, { drafts, serials, channel }: IssueState, labels: ReadonlyMap<Hex, string>): string[][] {
  // One credential for each device has one serial; files have none.
  const each = serials.length === drafts.length ? serials : [];
  return drafts.map(({ manifest }, i) => {
    const { device, epoch, notAfter } = manifest as Said;
    const result = run.isAnnounced ? 'issued' : 'waiting';
    const told = [channel, String(epoch), each[i] ?? '', notAfter, run.transaction ?? ''];
    return [device, labels.get(device) ?? '', result, '', ...told];
  });
}

function leftOut({ leftOut: all, channel }: IssueState, labels: ReadonlyMap<Hex, string>): string[][] {
  return all.map(({ device, reason }) => {
    return [device, labels.get(device) ?? '', 'left out', reason, channel, '', '', '', ''];
  });
}

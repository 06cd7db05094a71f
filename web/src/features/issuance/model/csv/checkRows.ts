import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { Enrolment } from '@gridseal/sdk/identity';
import type { FleetDevice, FleetEntry } from '../../../../fleet/index.ts';
import { type Complaint, complaintsOf } from '../checks.ts';
import { parseDuration } from '../duration.ts';
import type { Recipe } from '../recipe.ts';
import type { Row } from '../request.ts';
import type { CsvRow } from './parseRows.ts';

/** Why a row cannot be issued. */
export type RowProblem =
  | { readonly code: 'unknown' | 'ambiguous' | 'noDevice' | 'noKey' | 'validity' }
  | { readonly code: 'twice'; readonly line: number }
  | { readonly code: 'form'; readonly complaint: Complaint };

/** A row and what was found out about it before anything is made. */
export interface CheckedRow {
  readonly line: number;
  /** As it stands in the file: text from outside. */
  readonly asked: string;
  readonly device: FleetEntry | null;
  readonly row: Row;
  /** Seconds; the form's where the row says nothing. */
  readonly ttlSeconds: number;
  readonly problem: RowProblem | null;
}

/** What rows are held against. */
export interface RowContext {
  readonly recipe: Recipe;
  readonly fleet: readonly FleetEntry[];
  /** Requests of devices, to see which keys they have enrolled. */
  readonly read: (ids: readonly Hex[]) => Promise<readonly FleetDevice[]>;
}

/** Checks every row; nothing is made. */
export async function checkRows(rows: readonly CsvRow[], context: RowContext): Promise<readonly CheckedRow[]> {
  const find = finderOf(context.fleet);
  const seen = new Map<Hex, number>();
  const checked = rows.map((row) => checkRow(row, find, seen, context.recipe));
  const { kind, keys } = context.recipe;
  if (kind === 'files' || keys === 'server') return checked;
  const able = await devicesWith(kind, checked, context);
  return checked.map((row) =>
    row.problem === null && row.device && !able.has(row.device.id) ? { ...row, problem: { code: 'noKey' } } : row,
  );
}

type Find = (text: string) => FleetEntry | 'unknown' | 'ambiguous';

function checkRow({ line, cells }: CsvRow, find: Find, seen: Map<Hex, number>, recipe: Recipe): CheckedRow {
  const asked = cells.device ?? '';
  const row = rowOf(cells);
  const ttlSeconds = parseDuration(cells.validity ?? recipe.ttl);
  const found = asked === '' ? 'noDevice' : find(asked);
  const device = typeof found === 'string' ? null : found;
  const before = device && seen.get(device.id);
  if (device && before === undefined) seen.set(device.id, line);
  const problem = (): RowProblem | null => {
    if (typeof found === 'string') return { code: found };
    if (before !== null && before !== undefined) return { code: 'twice', line: before };
    if (ttlSeconds === null) return { code: 'validity' };
    const complaint = complaintsOf({ ...recipe, ...row }, { hasAuthorityKey: true, files: 1 }).find(
      ({ step }) => step === 'what',
    );
    return complaint ? { code: 'form', complaint } : null;
  };
  return { line, asked, device, row, ttlSeconds: ttlSeconds ?? 0, problem: problem() };
}

function rowOf(cells: CsvRow['cells']): Row {
  const { principals, key_id: keyId, source_address: sourceAddress, force_command: forceCommand } = cells;
  const { dns, ip, common_name: commonName } = cells;
  const row = { principals, keyId, sourceAddress, forceCommand, dns, ip, commonName };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

/** By id, by the start of an id, by label, or by the device's own name: whatever means one device and no other. */
function finderOf(fleet: readonly FleetEntry[]): Find {
  const byId = new Map(fleet.map((entry) => [entry.id, entry]));
  const byName = new Map<string, FleetEntry | 'ambiguous'>();
  for (const entry of fleet) {
    for (const name of new Set([entry.label, entry.name])) {
      byName.set(name, byName.has(name) ? 'ambiguous' : entry);
    }
  }
  return (text) => {
    // A device chooses its own name: one that looks like another's id must not be taken for it.
    if (isHex(text.toLowerCase(), 32)) return byId.get(text.toLowerCase() as Hex) ?? 'unknown';
    const named = byName.get(text.normalize('NFC'));
    if (named) return named;
    if (!/^0x[0-9a-f]{6,63}$/i.test(text)) return 'unknown';
    const starting = fleet.filter(({ id }) => id.startsWith(text.toLowerCase()));
    return starting.length > 1 ? 'ambiguous' : (starting[0] ?? 'unknown');
  };
}

const wanted = {
  sshUser: { use: 'sshUser', algorithm: 'Ed25519' },
  sshHost: { use: 'sshHost', algorithm: 'Ed25519' },
  tls: { use: 'tls', algorithm: 'P-256' },
} as const;

/** Whether a device has enrolled a key that can be certified. */
export function hasKeyFor(kind: keyof typeof wanted, { request }: Pick<FleetDevice, 'request'>): boolean {
  const { use, algorithm } = wanted[kind];
  return Enrolment.decode(request).keys.some((key) => key.use === use && key.algorithm === algorithm);
}

async function devicesWith(kind: keyof typeof wanted, rows: readonly CheckedRow[], { read }: RowContext) {
  const ids = rows.flatMap(({ device, problem }) => (device && problem === null ? [device.id] : []));
  const devices = await read(ids);
  return new Set(devices.filter((device) => hasKeyFor(kind, device)).map(({ id }) => id));
}

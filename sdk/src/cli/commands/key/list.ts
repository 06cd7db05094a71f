import type { Hex } from '../../../bytes/index.ts';
import type { IssuedEntry, LedgerEntry } from '../../../roles/admin/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import type { Input } from '../../framework/input.ts';
import type { Cell } from '../../framework/page.ts';
import { formatTime } from '../../framework/values.ts';
import { adminFiles } from '../shared/adminHome.ts';

/** The entries that were asked for, and the names of devices. */
async function entriesOf(input: Input, context: Context) {
  const { devices, ledger } = adminFiles(context);
  const names = new Map<Hex, string>((await devices.list()).map(({ id, enrolment }) => [id, enrolment.name]));
  const given = input.optionalArgument('device');
  const only = given ? (await devices.resolve(given.text)).id : undefined;
  const entries = (await ledger.entries()).filter(({ device }) => only === undefined || device === only);
  const nameOf = ({ device, group }: LedgerEntry): string => group ?? (device ? (names.get(device) ?? device) : '');
  return { entries, nameOf };
}

type State = 'in force' | 'expired' | 'withdrawn';

/** By this machine's clock: devices go by block time. */
function stateOf(entry: IssuedEntry, entries: readonly LedgerEntry[], now: number): State {
  const withdrawn = entries.some(
    (other) =>
      other.action === 'withdrawn' &&
      other.subject === entry.subject &&
      other.authority === entry.authority &&
      other.epoch >= entry.epoch,
  );
  if (withdrawn) return 'withdrawn';
  return entry.notAfter < now ? 'expired' : 'in force';
}

export const list: Action = async (input, context) => {
  const { entries, nameOf } = await entriesOf(input, context);
  const latest = new Map<string, IssuedEntry>();
  for (const entry of entries) if (entry.action === 'issued') latest.set(`${entry.authority}${entry.subject}`, entry);
  const now = context.now() / 1000;
  const shown = [...latest.values()]
    .map((entry) => ({ entry, state: stateOf(entry, entries, now) }))
    .filter(({ state }) => state === 'in force' || input.flag('all'));
  const tone = { 'in force': 'good', expired: 'dim', withdrawn: 'bad' } as const;
  const rows = shown.map(({ entry, state }): Cell[] => [
    nameOf(entry),
    entry.channel,
    entry.kind,
    entry.epoch,
    formatTime(entry.notAfter),
    { text: state, tone: tone[state] },
  ]);
  return {
    data: { keys: shown.map(({ entry, state }) => ({ ...entry, state })) },
    text:
      rows.length === 0
        ? [{ kind: 'lines', lines: ['Nothing is in force.'] }]
        : [{ kind: 'table', head: ['FOR', 'CHANNEL', 'KIND', 'EPOCH', 'UNTIL', 'STATE'], rows }],
    brief: shown.map(({ entry }) => entry.digest),
  };
};

export const history: Action = async (input, context) => {
  const { entries, nameOf } = await entriesOf(input, context);
  const rows = entries.map((entry): Cell[] => [
    formatTime(entry.time),
    { text: entry.action, tone: entry.action === 'issued' ? 'good' : 'bad' },
    nameOf(entry),
    entry.channel,
    entry.epoch,
    entry.action === 'issued' ? `${entry.kind}, until ${formatTime(entry.notAfter)}` : '',
    entry.transaction ?? '',
  ]);
  return {
    data: { entries },
    text:
      rows.length === 0
        ? [{ kind: 'lines', lines: ['Nothing was issued from this home yet.'] }]
        : [{ kind: 'table', head: ['TIME', 'ACTION', 'FOR', 'CHANNEL', 'EPOCH', 'WHAT', 'TRANSACTION'], rows }],
    brief: String(entries.length),
  };
};

import type { Hex } from '../../sdk/src/bytes/index.ts';
import { claimMany } from '../../sdk/src/chain/index.ts';
import { BaseError } from '../../sdk/src/errors/index.ts';
import type { Issued } from '../../sdk/src/roles/admin/index.ts';
import type { Device, PollReport } from '../../sdk/src/roles/device/index.ts';
import type { Sandbox } from '../../sdk/src/roles/sandbox/index.ts';

/** Where the story is told. */
export interface Teller {
  chapter(title: string): void;
  /** One thing that happened: who, and what. */
  say(who: string, what: string): void;
}

/** What all chapters have. */
export interface Stage {
  readonly sandbox: Sandbox;
  /** The administrator's home; the devices' state folders are in its `state`. */
  readonly directory: string;
  readonly teller: Teller;
}

/** The first and last bytes of an id, for people. */
export function short(hex: Hex): string {
  return `${hex.slice(0, 10)}…${hex.slice(-4)}`;
}

/** Tells what an administrator has announced. */
export function tellIssued({ teller }: Stage, { entry }: Issued): void {
  const where = entry.transaction === null ? '' : ` in transaction ${short(entry.transaction)}`;
  teller.say('admin', `${entry.channel}, epoch ${entry.epoch}: envelope ${short(entry.digest)} announced${where}`);
}

/** One round of a device that has to install so many things, and to meet no trouble. */
export async function round(stage: Stage, device: Device, name: string, installs: number): Promise<PollReport> {
  const report = await device.poll();
  for (const event of report.events) {
    if (event.type === 'installed')
      stage.teller.say(name, `${event.channel}, epoch ${event.epoch}: verified, installed`);
    if (event.type === 'removed') stage.teller.say(name, `${event.channel}: removed (${event.reason})`);
  }
  const installed = report.events.filter(({ type }) => type === 'installed').length;
  if (installed !== installs || report.alarms.length > 0) {
    throw new Error(`${name} was to install ${installs}: ${JSON.stringify(report)}`);
  }
  return report;
}

/** Somebody brings a device's receipts to the chain, all in one transaction; then the device turns its key. */
export async function relay({ sandbox, teller }: Stage, device: Device, name: string): Promise<void> {
  const receipts = await device.receipts();
  const { accepted } = await claimMany(sandbox.chain, sandbox.account(9), receipts);
  const { events } = await device.poll();
  const claimed = events.filter(({ type }) => type === 'claimed').length;
  if (claimed !== accepted.length) throw new Error(`${name} has claimed ${claimed} of ${accepted.length}`);
  teller.say(
    name,
    `${claimed} ${claimed === 1 ? 'receipt' : 'receipts'} on chain; the key that opened them is destroyed`,
  );
}

/** Runs what the contracts have to refuse. @throws {Error} if they do not, or give another reason. */
export async function mustBeRefused(code: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof BaseError && error.name.includes(code)) return;
    throw error;
  }
  throw new Error(`was to be refused: ${code}`);
}

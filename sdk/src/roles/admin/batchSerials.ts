import { z } from 'zod';
import { FileError } from '../../errors/index.ts';
import type { AdminHome } from './home.ts';
import type { IssuedEntry } from './ledger.ts';

const schema = z.strictObject({ type: z.literal('gridseal/serials/v1'), serials: z.array(z.string()) });

const folder = 'serials';
/** So many serials are in the line of the history itself. */
const keptInLine = 1_024;

type Issue = Pick<IssuedEntry, 'subject' | 'epoch'>;

/** Serials of large batches, one file each: a revocation has to know every one of them, and the history is read often. */
export class BatchSerials {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  /** Keeps all of them; gives those that go into the history. */
  async keep(issue: Issue, serials: readonly string[]): Promise<string[]> {
    if (serials.length > keptInLine) {
      await this.#home.write(folder, nameOf(issue), { type: 'gridseal/serials/v1', serials });
    }
    return serials.slice(0, keptInLine);
  }

  /** All serials of an issue. @throws {FileError} if their file is broken: a revocation must not leave any out. */
  async of(entry: IssuedEntry): Promise<readonly string[]> {
    if (entry.serials.length < keptInLine) return entry.serials;
    const value = await this.#home.read(folder, nameOf(entry));
    if (value === null) return entry.serials;
    const result = schema.safeParse(value);
    if (result.success) return result.data.serials;
    throw new FileError('is not a list of serials', { field: `${folder}/${nameOf(entry)}.json` });
  }
}

function nameOf({ subject, epoch }: Issue): string {
  return `${subject.slice(2)}-${epoch}`;
}

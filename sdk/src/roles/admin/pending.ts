import type { Hex } from '../../bytes/index.ts';
import { IssueState } from '../../delivery/issue/index.ts';
import { DecodeError, FileError, NotFoundError } from '../../errors/index.ts';
import type { AdminHome } from './home.ts';

const folder = 'pending';

/** Issues that were begun and not announced yet, one file each, mode 0600. */
export class PendingIssues {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  async list(): Promise<readonly Hex[]> {
    return (await this.#home.names(folder)).map((name): Hex => `0x${name}`);
  }

  async get(id: Hex): Promise<IssueState> {
    const value = await this.#home.read(folder, id.slice(2));
    if (value === null) throw new NotFoundError(`nothing pending has the id ${id}`, { field: 'id' });
    try {
      return IssueState.decode(value);
    } catch (cause) {
      const field = cause instanceof DecodeError ? cause.field : undefined;
      throw new FileError(`is not a pending issue (${field})`, { field: `pending/${id.slice(2)}.json`, cause });
    }
  }

  async save(pending: IssueState): Promise<void> {
    await this.#home.write(folder, pending.id.slice(2), pending as never);
  }

  async remove({ id }: Pick<IssueState, 'id'>): Promise<void> {
    await this.#home.remove(folder, id.slice(2));
  }
}

import { z } from 'zod';
import { fromBase64url, type Hex, toBase64url } from '../../bytes/index.ts';
import { decodePublicKeys, encodePublicKeys, type PublicKeyDirectory } from '../../credential/publicKeys/index.ts';
import { Publication } from '../../delivery/issue/index.ts';
import { DecodeError, FileError } from '../../errors/index.ts';
import type { AdminHome } from './home.ts';

const publishedSchema = z.strictObject({ type: z.literal('gridseal/published/v1'), directory: z.string() });

const folder = 'publications';
const publishedFolder = 'directories';

/** Directories that wait to be announced, and the one that each subject has now. */
export class Publications {
  readonly #home: AdminHome;

  constructor(home: AdminHome) {
    this.#home = home;
  }

  async list(): Promise<readonly Hex[]> {
    return (await this.#home.names(folder)).map((name): Hex => `0x${name}`);
  }

  /** Null if nothing of this id waits. @throws {FileError} if its file is broken. */
  async find(id: Hex): Promise<Publication | null> {
    const value = await this.#home.read(folder, id.slice(2));
    if (value === null) return null;
    try {
      return Publication.decode(value);
    } catch (cause) {
      const field = cause instanceof DecodeError ? cause.field : undefined;
      throw new FileError(`is not a publication (${field})`, { field: `${folder}/${id.slice(2)}.json`, cause });
    }
  }

  async save(publication: Publication): Promise<void> {
    await this.#home.write(folder, publication.id.slice(2), publication);
  }

  async remove({ id }: Pick<Publication, 'id'>): Promise<void> {
    await this.#home.remove(folder, id.slice(2));
  }

  /** The directory that was announced last to a subject. */
  async latest(subject: Hex): Promise<PublicKeyDirectory | null> {
    const value = await this.#home.read(publishedFolder, subject.slice(2));
    if (value === null) return null;
    const field = `${publishedFolder}/${subject.slice(2)}.json`;
    const result = publishedSchema.safeParse(value);
    if (!result.success) throw new FileError('is not a published directory', { field });
    return decodePublicKeys(fromBase64url(result.data.directory, { field }));
  }

  /** Keeps what was announced. */
  async published({ subject }: Pick<Publication, 'subject'>, directory: PublicKeyDirectory): Promise<void> {
    const value = { type: 'gridseal/published/v1', directory: toBase64url(encodePublicKeys(directory)) };
    await this.#home.write(publishedFolder, subject.slice(2), value);
  }
}

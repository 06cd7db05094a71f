import { CarBlockIterator } from '@ipld/car';
import type { CID } from 'multiformats/cid';
import { BaseError } from '../../../errors/index.ts';
import { displayText } from '../../content/index.ts';
import { HttpError } from '../httpError.ts';
import { readParts } from '../multipart.ts';
import type { Repository } from '../repository.ts';
import { flagArgument } from './arguments.ts';
import { type Command, cidLink, linesAnswer } from './command.ts';

/** Takes CAR archives: every block is checked against its CID before it is kept. */
export const dagImport: Command = async ({ repository, maxBodyBytes }, { request, args, signal }) => {
  const pinRoots = flagArgument(args, 'pin-roots', true);
  const lines: unknown[] = [];
  await repository.writing(async () => {
    for await (const { content } of readParts(request, maxBodyBytes)) {
      const { roots, written } = await importArchive(repository, content);
      if (!pinRoots) continue;
      for (const root of roots) {
        const PinErrorMsg = await repository.pin(root, signal, written).then(() => '', describe);
        lines.push({ Root: { Cid: cidLink(root), PinErrorMsg } });
      }
    }
  });
  return linesAnswer(lines);
};

async function importArchive(repository: Repository, content: AsyncIterable<Uint8Array>) {
  let roots: CID[];
  try {
    const archive = await CarBlockIterator.fromIterable(content);
    roots = await archive.getRoots();
    return { roots, written: await repository.putAll(archive) };
  } catch (error) {
    if (error instanceof HttpError) throw error;
    const reason = error instanceof BaseError ? error.message : 'not a complete CARv1';
    throw new HttpError(400, `the archive is refused: ${displayText(reason)}`);
  }
}

function describe(error: unknown): string {
  return error instanceof BaseError ? displayText(error.message) : 'internal error';
}

import { type Hex, isHex } from '../../../bytes/index.ts';
import { DecodeError, FileError, NotFoundError } from '../../../errors/index.ts';
import { Quorum } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Given } from '../../framework/input.ts';
import { closest } from '../../framework/suggest.ts';
import { homePaths } from './homeFolder.ts';

/** A quorum that somebody of this home knows by name: what its id was made of. */
export interface KnownQuorum {
  readonly id: Hex;
  readonly name: string;
  readonly definition: Quorum.Quorum;
}

/** All that is needed to find the book. */
type Home = Pick<Context, 'home'>;

const TYPE = 'gridseal/quorums/v1';
const maxBytes = 4 * 1024 * 1024;

function decodeEntry(value: unknown, field: string): KnownQuorum {
  const { id, name, definition } = (value ?? {}) as Record<string, unknown>;
  if (!isHex(id, 32) || typeof name !== 'string') throw new DecodeError('is not a quorum', { field });
  const decoded = Quorum.decode(definition, `${field}.definition`);
  if (Quorum.id(decoded) !== id)
    throw new DecodeError('is not the id of the definition beside it', { field: `${field}.id` });
  return { id, name, definition: decoded };
}

/** The quorums of this home; none if it has no book. */
export async function loadQuorums(context: Home): Promise<readonly KnownQuorum[]> {
  const file = homePaths(context.home).quorums;
  const bytes = await readCapped(file, { field: 'quorums.json', maxBytes }).catch((error: unknown) => {
    if (error instanceof FileError && /no such file/.test(error.shortMessage)) return null;
    throw error;
  });
  if (bytes === null) return [];
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new DecodeError('is not JSON', { field: 'quorums.json', metaMessages: [`File: ${file}`], cause });
  }
  const { type, quorums } = (value ?? {}) as Record<string, unknown>;
  if (type !== TYPE || !Array.isArray(quorums)) {
    throw new DecodeError('is not a list of quorums', { field: 'quorums.json', metaMessages: [`File: ${file}`] });
  }
  return quorums.map((entry, i) => decodeEntry(entry, `quorums.json: quorums[${i}]`));
}

/** Remembers a quorum; a name stands for one quorum only. */
export async function rememberQuorum(context: Home, quorum: KnownQuorum): Promise<void> {
  const known = await loadQuorums(context);
  assertNameFree(known, quorum);
  const others = known.filter(({ id }) => id !== quorum.id);
  const text = `${JSON.stringify({ type: TYPE, quorums: [...others, quorum] }, null, 2)}\n`;
  await writeWhole(homePaths(context.home).quorums, text, { replace: true, makeFolder: true });
}

export function assertNameFree(
  known: readonly KnownQuorum[],
  quorum: { readonly id: Hex; readonly name: string },
): void {
  const other = known.find(({ name, id }) => name === quorum.name && id !== quorum.id);
  if (other) {
    throw new DecodeError('is the name of another quorum', {
      field: '--name',
      metaMessages: [`${other.name} is ${other.id}`],
    });
  }
}

/** The id that a name or an id stands for. */
export async function resolveQuorum(given: Given, context: Context): Promise<Hex> {
  if (isHex(given.text, 32)) return given.text.toLowerCase() as Hex;
  if (/^0x/i.test(given.text))
    throw new DecodeError('is no quorum id: 0x and 64 hexadecimal digits', { field: given.field });
  const known = await loadQuorums(context);
  const found = known.find(({ name }) => name === given.text);
  if (found) return found.id;
  const near = closest(
    given.text,
    known.map(({ name }) => name),
  );
  throw new NotFoundError(`no quorum of this home is called ${given.text}`, {
    field: given.field,
    metaMessages: [near ? `Did you mean ${near}?` : 'See gridseal quorum list, or give the id.'],
  });
}

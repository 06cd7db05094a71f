import type { Hex } from '../../../../bytes/index.ts';
import type { Result } from '../../../framework/command.ts';
import type { Given, Input } from '../../../framework/input.ts';
import type { Cell } from '../../../framework/page.ts';
import { toInteger } from '../../../framework/values.ts';

/** A page of a list of the registry, and the entry that the next begins with. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export const limitOf = (input: Input): number => toInteger(input.required('limit'), 1, 1_000);

/** Takes as many as are asked for, and looks whether there is one more. The rest is never fetched. */
export async function take<Item>(
  list: AsyncIterable<Item>,
  limit: number,
  name: (item: Item) => string,
): Promise<Listed<Item>> {
  const items: Item[] = [];
  for await (const item of list) {
    if (items.length === limit) return { items, next: name(item) };
    items.push(item);
  }
  return { items, next: null };
}

/** Where a list begins, and how many places are asked for in a request. */
export async function pageOf(
  input: Input,
  read: (given: Given) => Hex | Promise<Hex>,
): Promise<{ readonly limit: number; readonly from?: Hex }> {
  const given = input.optional('from');
  // One more than is shown; the registry's pages have 100 places at most.
  const limit = Math.min(limitOf(input) + 1, 100);
  return given ? { limit, from: await read(given) } : { limit };
}

/** What is shown of it. Texts of the registry are anybody's: they are escaped when they are drawn. */
export function listResult<Item>(
  { items, next }: Listed<Item>,
  shape: {
    readonly name: string;
    readonly head: readonly string[];
    readonly row: (item: Item) => readonly Cell[];
    readonly brief: (item: Item) => string;
    readonly none: string;
    readonly command: string;
  },
): Result {
  return {
    data: { [shape.name]: items, next },
    text: [
      items.length === 0
        ? { kind: 'lines', lines: [shape.none] }
        : { kind: 'table', head: shape.head, rows: items.map(shape.row) },
      ...(next === null ? [] : [{ kind: 'next' as const, commands: [`gridseal ${shape.command} --from ${next}`] }]),
    ],
    brief: items.map(shape.brief),
  };
}

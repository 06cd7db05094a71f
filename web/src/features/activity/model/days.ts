import type { DataClient } from '../../../data/index.ts';
import type { BlockRange } from './eventFilter.ts';

/** Questions asked at once: with 15 blocks in between, a chain of a billion blocks takes eight rounds. */
const SPLITS = 15;

/** The beginning of a day in the reader's zone, in seconds since 1970. `days` later, if given. */
export function dayBegins(day: string, days = 0): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return Math.floor(new Date(year, month - 1, date + days).getTime() / 1_000);
}

/**
 * The blocks of the days from `from` to `to`, both included.
 *
 * @param newest The newest block; later days have none.
 * @throws DataError if the endpoints do not say when blocks were made.
 */
export async function blocksOfDays(
  client: Pick<DataClient, 'blockTimes'>,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  oldest: number,
  newest: number,
): Promise<BlockRange> {
  const [first, end] = await Promise.all([
    from ? firstBlockAt(client, dayBegins(from), oldest, newest) : null,
    to ? firstBlockAt(client, dayBegins(to, 1), oldest, newest) : null,
  ]);
  // The newest day goes on: what comes is of it, too.
  return { ...(first === null ? {} : { first }), ...(end === null || end > newest ? {} : { last: end - 1 }) };
}

/** The first block that is not before a time; the one after the newest if all are. */
export async function firstBlockAt(
  client: Pick<DataClient, 'blockTimes'>,
  time: number,
  oldest: number,
  newest: number,
): Promise<number> {
  let [low, high] = [oldest, newest + 1];
  while (low < high) {
    const step = Math.max(1, Math.ceil((high - low) / (SPLITS + 1)));
    const blocks = range(low, high, step);
    const times = await client.blockTimes(blocks);
    const at = times.findIndex((one) => one !== null && one >= time);
    if (times.every((one) => one === null)) throw new Error('no endpoint says when these blocks were made');
    const last = blocks.at(-1) as number;
    if (at === -1) low = last + 1;
    else {
      high = blocks[at] as number;
      low = at === 0 ? high : (blocks[at - 1] as number) + 1;
    }
  }
  return low;
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step);
}

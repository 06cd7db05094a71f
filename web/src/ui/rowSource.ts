/** Rows that are elsewhere: those are fetched that are looked at. */
export interface RowSource<Row> {
  /** Names the list: another one begins at its top. */
  readonly id: string;
  /** How many rows there are. */
  readonly total: number;
  /** Undefined while the row is on its way. */
  readonly at: (index: number) => Row | undefined;
  /** Told which rows are in view: the first, and the one after the last. */
  readonly show: (from: number, to: number) => void;
}

const nobody = () => undefined;

/** Rows that are all here. */
export function rowsHere<Row>(rows: readonly Row[]): RowSource<Row> {
  return { id: '', total: rows.length, at: (index) => rows[index], show: nobody };
}

/** How far rows are searched that have moved. */
const farthest = 1_000;

/**
 * Where the row is now that was at `index`; null if it is not near any more.
 *
 * @example `placeOf(source, rowKey, 'b', 1)` is 3 once two rows came in above
 */
export function placeOf<Row>(
  { at, total }: Pick<RowSource<Row>, 'at' | 'total'>,
  rowKey: (row: Row) => string,
  key: string,
  index: number,
): number | null {
  const isAt = (place: number) => {
    const row = place >= 0 && place < total ? at(place) : undefined;
    return row !== undefined && rowKey(row) === key;
  };
  for (let away = 0; away <= farthest; away++) {
    if (isAt(index + away)) return index + away;
    if (isAt(index - away)) return index - away;
  }
  return null;
}

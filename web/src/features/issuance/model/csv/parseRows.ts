import type { ParseResult } from 'papaparse';

/** What a column may say of a device; a cell that is empty takes what the form says. */
export const columns = [
  'device',
  'principals',
  'key_id',
  'source_address',
  'force_command',
  'dns',
  'ip',
  'common_name',
  'validity',
] as const;
export type ColumnName = (typeof columns)[number];

/** A line of the file. */
export interface CsvRow {
  /** Counted from 1, the header included. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<ColumnName, string>>>;
}

export interface ParsedCsv {
  readonly rows: readonly CsvRow[];
  /** Columns that mean nothing here: text from outside. */
  readonly ignored: readonly string[];
}

export const mostRows = 10_000;
export const mostBytes = 16 * 1_024 * 1_024;

/** Why a file is no batch. `word` is text from outside. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly problem: 'empty' | 'encoding' | 'noDevice' | 'twice' | 'tooMany' | 'quotes' | 'width';
  readonly word: string | undefined;

  constructor(problem: CsvError['problem'], word?: string) {
    super(problem);
    this.problem = problem;
    this.word = word;
  }
}

/**
 * Reads a file as RFC 4180 says, and as spreadsheets write it: with or without a byte order mark, by commas, semicolons or tabs.
 *
 * @throws {CsvError}
 */
export async function parseRows(file: Uint8Array): Promise<ParsedCsv> {
  const { default: Papa } = await import('papaparse');
  const parsed: ParseResult<string[]> = Papa.parse<string[]>(textOf(file), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t'],
    preview: mostRows + 2,
  });
  const broken = parsed.errors.find(({ type }) => type === 'Quotes');
  if (broken) throw new CsvError('quotes', String((broken.row ?? 0) + 1));
  const [header, ...lines] = parsed.data;
  if (!header) throw new CsvError('empty');
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  );
  if (!names.includes('device')) throw new CsvError('noDevice');
  const twice = names.find((name, i) => isColumn(name) && names.indexOf(name) !== i);
  if (twice) throw new CsvError('twice', twice);
  if (lines.length > mostRows) throw new CsvError('tooMany');
  if (lines.length === 0) throw new CsvError('empty');
  return {
    rows: lines.map((cells, i) => ({ line: i + 2, cells: cellsOf(names, cells, i + 2) })),
    ignored: header.filter((_, i) => !isColumn(names[i] ?? '')).slice(0, 20),
  };
}

function cellsOf(names: readonly string[], cells: readonly string[], line: number): CsvRow['cells'] {
  if (cells.length > names.length && cells.slice(names.length).some((cell) => cell !== '')) {
    throw new CsvError('width', String(line));
  }
  const entries = names.flatMap((name, i) => {
    const cell = cells[i]?.trim() ?? '';
    return isColumn(name) && cell !== '' ? [[name, cell] as const] : [];
  });
  return Object.fromEntries(entries);
}

function isColumn(name: string): name is ColumnName {
  return (columns as readonly string[]).includes(name);
}

function textOf(file: Uint8Array): string {
  try {
    // Takes the byte order mark away.
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new CsvError('encoding');
  }
}

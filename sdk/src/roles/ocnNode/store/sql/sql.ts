/**
 * A statement of ours: a constant of the source, never put together from anything.
 *
 * Each connection prepares it once, by its name. Without a name it is not kept: for what runs once.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Everything goes over the wire as PostgreSQL's own text: `\x…` for bytes, `{…}` for arrays (see arrays.ts), digits for numbers. */
export type Parameter = string | null;
/** What came back, by column, in the same text. Hostile until a schema of rows.ts has read it. */
export type Row = Readonly<Record<string, string | null>>;

export interface Queryable {
  /** @throws {SqlError} if the database refuses; {StoreUnavailableError} if it is not there. */
  query(statement: Statement, parameters?: readonly Parameter[]): Promise<readonly Row[]>;
}

/** PostgreSQL, in whichever form. */
export interface Sql extends Queryable {
  /** How many statements it can work on at once; more than that wait, and are better sent together. */
  readonly concurrency: number;
  /** Begins, does the work, commits; rolls back if it throws. The work may run again if the database had to undo it (deadlocks). */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Resolves when what was written before would outlive a loss of power. */
  settle(): Promise<void>;
  /** What a server does by itself in the background. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

/** The database refused a statement. */
export class SqlError extends Error {
  /** @see PostgreSQL, "PostgreSQL Error Codes" */
  readonly state: string;
  readonly constraint: string | null;

  constructor(message: string, state: string, constraint: string | null, cause: unknown) {
    super(message, { cause });
    this.name = 'SqlError';
    this.state = state;
    this.constraint = constraint;
  }
}

/** Two transactions were in each other's way and one had to go: it can be tried again. */
export function isUndone(error: unknown): boolean {
  return error instanceof SqlError && (error.state === '40P01' || error.state === '40001');
}

export function isDuplicate(error: unknown): error is SqlError {
  return error instanceof SqlError && error.state === '23505';
}

const TRIES = 5;

/** Runs it again as long as the database undoes it to resolve a deadlock. */
export async function whileUndone<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 1 || !isUndone(error)) throw error;
    }
  }
}

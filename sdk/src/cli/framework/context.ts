import type { CommandDefinition, Result } from './command.ts';
import { NotConfirmedError } from './errors.ts';
import { plainText } from './plainText.ts';
import type { Terminal } from './terminal.ts';

/** What surrounds a command: where its files are, how it speaks, what time it is. */
export interface Context {
  /** The home folder of an administrator or stakeholder. */
  readonly home: string;
  readonly configFile: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly yes: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** For commands that run until they are stopped: from now on a signal only aborts `signal`, and the end comes after `graceMs` (10 s). */
  readonly stopInGoodOrder: (graceMs?: number) => void;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly now: () => number;
  readonly terminal: Terminal;
  /** A remark for a person, on stderr; silent with `--quiet` and `--json`. */
  readonly note: (text: string) => void;
  /** Prints a result at once, for commands that go on running. */
  readonly emit: (result: Result) => Promise<void>;
  /** A line of what happens, on stdout, for commands that go on running. */
  readonly print: (text: string) => void;
  /** Text that is shown before a question, on stderr. */
  readonly show: (text: string) => void;
  /** On stderr. */
  readonly colour: boolean;
  /** On stdout. */
  readonly colourOut: boolean;
  /** Every command there is. */
  readonly commands: readonly CommandDefinition[];
}

/**
 * Goes on if `--yes` was given or a person says so.
 *
 * @throws {NotConfirmedError} otherwise.
 */
export async function confirm(context: Context, question: string): Promise<void> {
  if (context.yes) return;
  const answer = await context.terminal.askYes(plainText(question));
  if (answer === true) return;
  throw answer === false
    ? new NotConfirmedError('not confirmed: nothing was done')
    : new NotConfirmedError('there is no terminal to ask: nothing was done', {
        field: '--yes',
        metaMessages: [`The question: ${question}`, 'Say yes beforehand with --yes.'],
      });
}

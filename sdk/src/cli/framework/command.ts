import type { Context } from './context.ts';
import type { Input } from './input.ts';
import type { Block } from './page.ts';

/** One option of a command. Where a value may come from: the flag, then `variable`, then `setting`, then `preset`. */
export interface OptionDefinition {
  /** As commander reads it: `--ttl <duration>`, `--member <signer>`, `--dry-run`. */
  readonly flags: string;
  readonly description: string;
  /** Heading under which help shows it. */
  readonly group?: string;
  /** The key of the configuration file, for example `chain.rpcUrls`. */
  readonly setting?: string;
  /** The environment variable; several values are separated by commas. */
  readonly variable?: string;
  /** The value when nobody says anything. */
  readonly preset?: string;
  /** May be given several times. */
  readonly many?: boolean;
  /** Has to come from somewhere. */
  readonly required?: boolean;
  /** The only values there are. */
  readonly values?: readonly string[];
  /** What a shell completes it with. */
  readonly completes?: 'file' | 'directory';
}

export interface ArgumentDefinition {
  /** As commander reads it: `<name>`, `[files...]`. */
  readonly name: string;
  readonly description: string;
  readonly values?: readonly string[];
  readonly completes?: 'file' | 'directory';
}

/** What a command gives back: `data` for programs, `text` for people, `brief` for `--quiet`. */
export interface Result {
  readonly data: unknown;
  readonly text: readonly Block[];
  readonly brief?: string | readonly string[];
  /** Without it, 0. */
  readonly exitCode?: number;
}

/** Does the work of one command; loaded when it is called and not before. Null: what there was to say was said with `context.emit`. */
export type Action = (input: Input, context: Context) => Promise<Result | null>;

export interface CommandDefinition {
  /** `wallet create`; a single word for commands without a noun. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  /** Complete command lines, without `gridseal`, each with what it does. At least one. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  readonly load: () => Promise<Action>;
}

export interface NounDefinition {
  readonly noun: string;
  readonly summary: string;
}

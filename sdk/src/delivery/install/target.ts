import type { Accounts } from './accounts.ts';
import type { Commands } from './commands.ts';

/** Called between any two steps that change the disk; tests stop the process there. */
export type StepHook = (step: string) => void | Promise<void>;

/** Where and how a device installs what one authority announces to one subject. */
export interface InstallTarget {
  /** Absolute; exists, belongs to the agent, and only the agent can write to it. */
  readonly root: string;
  /** The directory of installation records; created with mode 0700. */
  readonly state: string;
  /** The device's own commands, by the names that manifests may ask for. */
  readonly commands: Commands;
  /** Seconds since 1970, by block time: what it says is never trusted to go back. */
  readonly clock: () => number;
  /**
   * Seconds since 1970: the latest time that is certain, as a block had it; what `clock` says if not given. Only this is written down:
   * a guess that is far ahead ends what is installed, but must not refuse for ever what comes later.
   */
  readonly certainTime?: () => number;
  /** How long the epoch before stays readable, in seconds. 0 if not given. */
  readonly overlap?: number;
  /** `/etc/passwd` and `/etc/group` if not given. */
  readonly accounts?: Accounts;
  readonly onStep?: StepHook;
}

import {
  ArgumentError,
  BaseError,
  ConfigurationError,
  DecodeError,
  FileError,
  NotFoundError,
  TransportError,
  VerificationError,
} from '../../errors/index.ts';
import { InterruptedError, NotConfirmedError, UsageError } from './errors.ts';
import { type ExitName, exitCodes } from './exitCodes.ts';
import { paint } from './page.ts';
import { plainText } from './plainText.ts';

/** What a program reads on stderr with `--json`. */
export interface Failure {
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
  readonly hints: readonly string[];
}

const byClass: readonly (readonly [new (...args: never[]) => BaseError, ExitName])[] = [
  [UsageError, 'usage'],
  [NotConfirmedError, 'notConfirmed'],
  [DecodeError, 'input'],
  [ArgumentError, 'input'],
  [VerificationError, 'verification'],
  [TransportError, 'network'],
  [NotFoundError, 'notFound'],
  [FileError, 'file'],
  [ConfigurationError, 'configuration'],
];

/** Errors of lower layers that are none of these classes. */
const byCode: Readonly<Record<string, ExitName>> = {
  CONTRACT: 'refused',
  TRANSACTION: 'refused',
  OCPI: 'refused',
  RPC_RESPONSE: 'network',
  RPC_DISAGREEMENT: 'network',
  RPC_UNREACHABLE: 'network',
  REORGANISATION: 'network',
  SANDBOX: 'network',
  INVALID_QUORUM: 'input',
};

/** Errors of the operating system that are about files. */
const fileCodes = new Set(
  'EACCES EPERM ENOENT EEXIST EISDIR ENOTDIR ENOSPC EROFS EDQUOT EMFILE ELOOP ENAMETOOLONG ENOTEMPTY EXDEV EFBIG EBUSY'.split(
    ' ',
  ),
);

function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** An error of `fs` said in our words: without it, what the disk says would look like a bug. */
export function asKnownError(error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined || !fileCodes.has(code) || !(error instanceof Error)) return error;
  const where = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const words: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EEXIST: 'exists already',
    EISDIR: 'is a folder, not a file',
    ENOTDIR: 'a part of the path is not a folder',
    ENOSPC: 'no space is left on the device',
    EROFS: 'the file system is read-only',
    ELOOP: 'is a symbolic link',
    ENAMETOOLONG: 'the name is too long',
  };
  return new FileError(words[code] ?? `the file system refused (${code})`, {
    ...(where === undefined ? {} : { field: where }),
    cause: error,
  });
}

/** The exit status that `error` stands for. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof InterruptedError) {
    return exitCodes[error.signal === 'SIGINT' ? 'interrupted' : 'terminated'].code;
  }
  if (!(error instanceof BaseError)) return exitCodes.bug.code;
  const named = byCode[error.code];
  if (named) return exitCodes[named].code;
  for (const [type, name] of byClass) if (error instanceof type) return exitCodes[name].code;
  return exitCodes.input.code;
}

export function toFailure(error: unknown): Failure {
  if (error instanceof BaseError) {
    return {
      code: error.code,
      field: error.field ?? null,
      message: error.shortMessage,
      hints: [...error.metaMessages],
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'INTERNAL',
    field: null,
    message: `internal error: ${message}`,
    hints: ['This is a bug in gridseal. Run again with GRIDSEAL_DEBUG=1 to see where it happened.'],
  };
}

/** The error as a person reads it. */
export function drawFailure(failure: Failure, colour: boolean): string {
  const what = failure.field ? `${failure.field}: ${failure.message}` : failure.message;
  const lines = [`${paint('error:', 'bad', colour)} ${plainText(what)}`];
  for (const hint of failure.hints) lines.push(`  ${plainText(hint)}`);
  return `${lines.join('\n')}\n`;
}

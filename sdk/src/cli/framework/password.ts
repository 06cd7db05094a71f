import { DecodeError, FileError } from '../../errors/index.ts';
import type { OptionDefinition } from './command.ts';
import type { Context } from './context.ts';
import { NotConfirmedError } from './errors.ts';
import { readCapped, readDescriptor } from './files.ts';
import type { Input } from './input.ts';
import { toInteger } from './values.ts';

const group = 'Password options:';

/** How a password comes in: never as a value on the command line, where other users and the shell's history see it. */
export const passwordOptions: readonly OptionDefinition[] = [
  {
    flags: '--password-file <file>',
    description: 'read the password from the first line of a file',
    group,
    variable: 'GRIDSEAL_PASSWORD_FILE',
    completes: 'file',
  },
  { flags: '--password-fd <number>', description: 'read the password from an open file descriptor', group },
];

const maxBytes = 4_096;

function firstLine(bytes: Buffer, field: string): string {
  const text = bytes.toString('utf8').replace(/\r?\n[\s\S]*$/, '');
  bytes.fill(0);
  if (text === '') throw new DecodeError('the password is empty', { field });
  return text;
}

/**
 * The password of `what`, from where the caller said, or from the terminal without echo.
 *
 * @param twice asks a second time, for a new password.
 * @throws {NotConfirmedError} if there is nowhere to get it from.
 */
export async function readPassword(input: Input, context: Context, what: string, twice = false): Promise<string> {
  const descriptor = input.optional('passwordFd');
  if (descriptor) {
    const number = toInteger(descriptor, 0, 1_048_575);
    return firstLine(await readDescriptor(number, maxBytes, descriptor.field), descriptor.field);
  }
  const file = input.optional('passwordFile');
  if (file) {
    if (file.text === '') throw new FileError('names no file', { field: file.field });
    return firstLine(await readCapped(file.text, { field: file.field, maxBytes, secret: true }), file.field);
  }
  const password = await context.terminal.askSecret(`Password of ${what}: `);
  if (password === null) {
    throw new NotConfirmedError(`there is no terminal to ask for the password of ${what}`, {
      field: '--password-file',
      metaMessages: ['Give it with --password-file, --password-fd or GRIDSEAL_PASSWORD_FILE.'],
    });
  }
  if (password === '') throw new DecodeError('the password is empty', { field: 'password' });
  if (twice && (await context.terminal.askSecret('The same again: ')) !== password) {
    throw new NotConfirmedError('the two passwords differ', { field: 'password' });
  }
  return password;
}

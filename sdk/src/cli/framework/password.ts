import { readPassword as readFrom } from '../../identity/node/index.ts';
import type { Context } from './context.ts';
import { NotConfirmedError } from './errors.ts';
import type { Input } from './input.ts';
import { toInteger } from './values.ts';

/**
 * The password of `what`, from where the caller said, or from the terminal without echo.
 *
 * @param twice asks a second time, for a new password.
 * @throws {NotConfirmedError} if there is nowhere to get it from.
 */
export async function readPassword(input: Input, context: Context, what: string, twice = false): Promise<string> {
  const descriptor = input.optional('passwordFd');
  if (descriptor) return readFrom({ descriptor: toInteger(descriptor, 0, 1_048_575) });
  const file = input.optional('passwordFile');
  if (file) return readFrom({ file: file.text });
  return readFrom({ prompt: () => ask(context, what, twice) });
}

async function ask(context: Context, what: string, twice: boolean): Promise<string> {
  const password = await context.terminal.askSecret(`Password of ${what}: `);
  if (password === null) {
    throw new NotConfirmedError(`there is no terminal to ask for the password of ${what}`, {
      field: '--password-file',
      metaMessages: ['Give it with --password-file, --password-fd or GRIDSEAL_PASSWORD_FILE.'],
    });
  }
  if (twice && password !== '' && (await context.terminal.askSecret('The same again: ')) !== password) {
    throw new NotConfirmedError('the two passwords differ', { field: 'password' });
  }
  return password;
}

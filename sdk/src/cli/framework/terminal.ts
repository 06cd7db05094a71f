import type { ReadStream } from 'node:tty';
import { InterruptedError } from './errors.ts';

/** What a command reads, which may be a keyboard. */
export type Keys = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Where a command writes, which may be a terminal. */
export type Screen = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** The person at the keyboard, if there is one. Questions go to stderr, so that stdout stays what was asked for. */
export interface Terminal {
  /** A line without echo, or null if there is no terminal. */
  askSecret(question: string): Promise<string | null>;
  /** Yes or no, or null if there is no terminal. */
  askYes(question: string): Promise<boolean | null>;
}

const interrupt = '\u0003';
const endOfInput = '\u0004';

/** Asks, and reads one line in raw mode: `echo` says what is shown for a typed character. */
function readLine(
  stdin: ReadStream,
  stderr: Screen,
  question: string,
  echo: (character: string) => string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = '';
    stdin.setRawMode(true);
    stdin.setEncoding('utf8');
    stdin.resume();
    // Only now: whoever is quick to type a password would see it otherwise.
    stderr.write(question);
    const finish = () => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    const onData = (chunk: string) => {
      for (const character of chunk) {
        if (character === '\r' || character === '\n') {
          finish();
          return resolve(line);
        }
        if (character === interrupt || (character === endOfInput && line === '')) {
          finish();
          return reject(new InterruptedError('SIGINT'));
        }
        if (character === '\u007f' || character === '\b') {
          if (line !== '' && echo('x') !== '') stderr.write('\b \b');
          line = [...line].slice(0, -1).join('');
        } else if (character >= ' ') {
          line += character;
          stderr.write(echo(character));
        }
      }
    };
    stdin.on('data', onData);
  });
}

const isKeyboard = (stdin: Keys): stdin is ReadStream => stdin.isTTY === true;

/** A terminal if stdin and stderr are one. */
export function createTerminal(stdin: Keys, stderr: Screen): Terminal {
  if (!isKeyboard(stdin) || stderr.isTTY !== true) return { askSecret: async () => null, askYes: async () => null };
  return {
    askSecret: (question) => readLine(stdin, stderr, question, () => ''),
    askYes: async (question) => {
      const answer = await readLine(stdin, stderr, `${question} [y/N] `, (character) => character);
      return /^y(es)?$/i.test(answer.trim());
    },
  };
}

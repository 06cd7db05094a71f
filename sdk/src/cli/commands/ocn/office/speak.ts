import type { Context } from '../../../framework/context.ts';
import { paint, type Tone } from '../../../framework/page.ts';
import { plainText } from '../../../framework/plainText.ts';

/** Something that has happened while a command runs. */
export interface Spoken {
  readonly event: string;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly tone?: Tone;
  /** Further lines, indented. */
  readonly more?: readonly string[];
}

/** Says what happens, each in a line: for people, or as JSON for programs. */
export function speaker(context: Context): (spoken: Spoken) => void {
  return ({ event, text, data = {}, tone = 'plain', more = [] }) => {
    const time = new Date(context.now()).toISOString();
    if (context.json) {
      context.print(`${JSON.stringify({ time, event, text, ...data })}\n`);
      return;
    }
    if (context.quiet) return;
    context.print(`${time.slice(11, 19)}  ${paint(plainText(text), tone, context.colourOut)}\n`);
    for (const line of more) context.print(`          ${plainText(line)}\n`);
  };
}

/** A request that is under way gets its 30 seconds, and what comes after it some more. Whoever does not want to wait presses again. */
export const STOPPING_MS = 45_000;

/** Waits for a signal. */
export const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

import type { Hex, Json } from '../../../bytes/index.ts';
import { parsePath, type Step, valueAt } from '../jsonPath.ts';
import type { RewriteV1 } from '../v1.ts';
import { hashOf, type ValuesV1, walk } from '../v1.ts';
import { edits, variants } from './edits.ts';
import { type Effort, nameOf, type Problem, problem } from './inspection.ts';

/** A hash that does not fit, and everything that may say why. */
export interface Mismatch {
  readonly fields: readonly string[];
  readonly hash: Hex;
  readonly values: ValuesV1;
  readonly rewrites: readonly RewriteV1[];
  readonly effort: Effort;
  /** The values as the sender has them. */
  readonly sent: ValuesV1 | undefined;
}

/** What the message may have been, and what that would mean. */
interface Guess {
  readonly texts: readonly string[];
  readonly means: () => readonly Problem[];
}

/** More values than any message has of which two could have changed places unseen. */
const MAX_SWAPPED = 1_000;

const signed = (value: unknown): string => JSON.stringify(value);

/** What verification would take from the message for a path: looked up under lower-case names. */
export function textOf(values: ValuesV1, path: string, lower = true): string {
  return leaf(valueAt(values, parsePath(lower ? path.toLowerCase() : path, 'signature.fields')));
}

/** Why a hash of version 1 is not that of the message: proven where one change brings it back, said to be unknown where none does. */
export function pinV1(mismatch: Mismatch): readonly Problem[] {
  const { fields, hash, values, effort } = mismatch;
  const known = fromSent(mismatch);
  if (known.length > 0) return known;
  const now = fields.map((path) => textOf(values, path));
  const earlier = unrewritten(mismatch, now);
  if (earlier.length > 0) return earlier;
  for (const guess of guesses(mismatch, now)) {
    if (!effort.spend(guess.texts.reduce((sum, text) => sum + text.length, 100))) break;
    if (hashOf(guess.texts) === hash) return guess.means();
  }
  return unexplained(mismatch, now);
}

function* guesses(mismatch: Mismatch, now: readonly string[]): Generator<Guess> {
  yield* capitals(mismatch);
  yield* renamed(mismatch, now);
  yield* lists(mismatch, now);
  yield* otherFields(mismatch);
  yield* otherWords(mismatch, now);
  yield* unsignedRewrite(mismatch, now);
  yield* swapped(mismatch, now);
  yield* itemsSwapped(mismatch, now);
  yield* oneCharacter(mismatch, now);
}

function* capitals({ fields, values }: Mismatch): Generator<Guess> {
  const found = fields.filter((path) => path !== path.toLowerCase());
  if (found.length === 0) return;
  const why = 'has capital letters: version 1 signs it and never finds it again, though nothing was changed';
  yield {
    texts: fields.map((path) => textOf(values, path, false)),
    means: () => found.map((path) => problem(nameOf(path), why)),
  };
}

/** One value has become a list of it, or an object. */
function* lists({ fields, values }: Mismatch, now: readonly string[]): Generator<Guess> {
  for (const [i, path] of fields.entries()) {
    const value = valueAt(values, parsePath(path.toLowerCase(), 'signature.fields'));
    if (typeof value !== 'object' || value === null) continue;
    for (const item of Object.values(value).slice(0, 10)) {
      const why = 'was one value, and is an object or a list';
      yield { texts: now.with(i, leaf(item)), means: () => [problem(nameOf(path), why)] };
    }
  }
}

/** The list of paths in the header is not the one that was signed. */
function* otherFields({ fields, values }: Mismatch): Generator<Guess> {
  const entries = walk(values, 'whatever');
  yield {
    texts: entries.map(([, text]) => text),
    means: () => {
      const paths = entries.map(([path]) => path);
      const more = paths.filter((path) => !fields.includes(path)).map(nameOf);
      const less = fields.filter((path) => !paths.includes(path)).map(nameOf);
      const names = [...more.map((one) => `lacks ${one}`), ...less.map((one) => `names ${one}`)];
      const what = names.length > 0 ? names.join(', ') : 'is in another order';
      return [problem('signature.fields', `${what}: the list of paths was changed, the message was not`)];
    },
  };
}

/** One signed value is missing, and one that nobody signed has taken its place. */
function* renamed({ fields, values }: Mismatch, now: readonly string[]): Generator<Guess> {
  const missing = now.flatMap((text, i) => (text === '' ? [i] : []));
  const [index] = missing;
  if (index === undefined || missing.length > 1) return;
  const known = new Set(fields.map((path) => path.toLowerCase()));
  for (const [path, text] of walk(values, 'whatever')) {
    if (known.has(path.toLowerCase())) continue;
    const name = nameOf(fields[index] as string);
    yield {
      texts: now.with(index, text),
      means: () => [problem(name, `is not there; its value is at ${nameOf(path)}, which nobody signed`)],
    };
  }
}

function* otherWords({ fields, values }: Mismatch, now: readonly string[]): Generator<Guess> {
  const all = fields.map((path, i) => {
    const value = valueAt(values, parsePath(path.toLowerCase(), 'signature.fields'));
    return variants(value ?? now[i]);
  });
  for (const [i, several] of all.entries()) {
    for (const { text, how } of several) {
      const why = `was signed as ${signed(text)} (${how}), and is ${signed(now[i])}`;
      yield { texts: now.with(i, text), means: () => [problem(nameOf(fields[i] as string), why)] };
    }
  }
  for (const how of new Set(all.flatMap((several) => several.map((one) => one.how)))) {
    const chosen = all.map((several) => several.find((one) => one.how === how));
    if (chosen.filter(Boolean).length < 2) continue;
    yield {
      texts: now.map((text, i) => chosen[i]?.text ?? text),
      means: () =>
        chosen.flatMap((one, i) =>
          one ? [problem(nameOf(fields[i] as string), `was signed as ${signed(one.text)} (${how})`)] : [],
        ),
    };
  }
}

/** The message from before a rewrite, with the signature from after it. */
function unrewritten({ rewrites }: Mismatch, now: readonly string[]): readonly Problem[] {
  const hash = hashOf(now);
  const index = rewrites.findIndex((one) => one.hash === hash);
  if (index < 0) return [];
  const paths = new Set(rewrites.slice(index).flatMap(({ rewrittenFields }) => Object.keys(rewrittenFields)));
  const why = `is the one from before rewrite ${index + 1}: header and message are of different moments`;
  return [...paths].map((path) => problem(nameOf(path), why));
}

/** New values with a signature over the old ones: somebody has rewritten and not signed. */
function* unsignedRewrite({ fields, rewrites }: Mismatch, now: readonly string[]): Generator<Guess> {
  for (const { rewrittenFields } of rewrites) {
    const old = new Map(Object.entries(rewrittenFields).map(([path, value]) => [path.toLowerCase(), String(value)]));
    const texts = now.map((text, i) => old.get((fields[i] as string).toLowerCase()) ?? text);
    yield {
      texts,
      means: () =>
        fields.flatMap((path, i) =>
          texts[i] === now[i] ? [] : [problem(nameOf(path), `is not the one that was signed, ${signed(texts[i])}`)],
        ),
    };
  }
}

function* swapped({ fields }: Mismatch, now: readonly string[]): Generator<Guess> {
  const length = Math.min(now.length, MAX_SWAPPED);
  for (let i = 0; i < length; i++) {
    for (let j = i + 1; j < length; j++) {
      const [left, right] = [now[i] as string, now[j] as string];
      if (left === right) continue;
      yield {
        texts: now.with(i, right).with(j, left),
        means: () => {
          const [a, b] = [nameOf(fields[i] as string), nameOf(fields[j] as string)];
          return [problem(a, `has the value of ${b}`), problem(b, `has the value of ${a}`)];
        },
      };
    }
  }
}

/** Two whole items of a list have changed places. */
function* itemsSwapped({ fields, values }: Mismatch, now: readonly string[]): Generator<Guess> {
  const paths = fields.map((path) => parsePath(path.toLowerCase(), 'signature.fields'));
  const lists = new Map<string, readonly Step[]>();
  for (const path of paths) {
    for (const [at, step] of path.entries()) {
      if (typeof step === 'number') lists.set(JSON.stringify(path.slice(0, at)), path.slice(0, at));
    }
  }
  for (const list of lists.values()) {
    const items = valueAt(values, list);
    const length = Array.isArray(items) ? Math.min(items.length, 50) : 0;
    for (let i = 0; i < length; i++) {
      for (let j = i + 1; j < length; j++) {
        const other = (path: readonly Step[]): readonly Step[] => {
          const item = path[list.length];
          if (item !== i && item !== j) return path;
          return list.every((step, k) => step === path[k]) ? path.with(list.length, item === i ? j : i) : path;
        };
        const name = nameOf(pathOf(list));
        yield {
          texts: paths.map((path, k) =>
            other(path) === path ? (now[k] as string) : leaf(valueAt(values, other(path))),
          ),
          means: () => [
            problem(`${name}[${i}]`, `has changed places with ${name}[${j}]`),
            problem(`${name}[${j}]`, `has changed places with ${name}[${i}]`),
          ],
        };
      }
    }
  }
}

const leaf = (value: unknown): string => (value === undefined || typeof value === 'object' ? '' : String(value));
const pathOf = (steps: readonly Step[]): string =>
  `$${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `['${step}']`)).join('')}`;

function* oneCharacter({ fields }: Mismatch, now: readonly string[]): Generator<Guess> {
  let length = 0;
  const starts = now.map((text) => {
    length += text.length;
    return length - text.length;
  });
  for (const { at, text, was, is } of edits(now.join(''))) {
    yield {
      texts: [text],
      means: () => {
        // Between two values, a character may have been the last of one or the first of the other.
        const end = at + Math.max(is.length, 1);
        const touched = fields.filter((_, i) => {
          const start = starts[i] as number;
          const stop = start + (now[i] as string).length;
          return was !== '' && is !== '' ? start < end && stop > at : start <= end && stop >= at;
        });
        const what = was === '' ? `has ${signed(is)} too many` : is === '' ? `lacks ${signed(was)}` : null;
        return touched.map((path) =>
          problem(nameOf(path), what ?? `has ${signed(is)} where ${signed(was)} was signed`, touched.length === 1),
        );
      },
    };
  }
}

/** With the sender's own message there is nothing to guess. */
function fromSent({ fields, hash, values, sent }: Mismatch): readonly Problem[] {
  if (!sent || hashOf(fields.map((path) => textOf(sent, path))) !== hash) return [];
  return fields.flatMap((path) => {
    const [was, is] = [textOf(sent, path), textOf(values, path)];
    if (was === is) return [];
    return [problem(nameOf(path), `was sent as ${signed(was)}, and is ${is === '' ? 'not there' : signed(is)}`)];
  });
}

function unexplained({ fields, values }: Mismatch, now: readonly string[]): readonly Problem[] {
  const found = fields.flatMap((path, i) => {
    if (now[i] !== '') return [];
    const value = valueAt(values, parsePath(path, 'signature.fields')) as Json | undefined;
    const isThere = value !== undefined && value !== null && value !== '';
    const isWhole = typeof valueAt(values, parsePath(path.toLowerCase(), 'signature.fields')) === 'object';
    if (value === undefined) return [problem(nameOf(path), 'is signed, and not in the message')];
    if (!isThere) return [problem(nameOf(path), 'is signed, and empty')];
    const why = isWhole ? 'was one value, and is an object or a list' : 'is found by no verifier: capital letters';
    return [problem(nameOf(path), why)];
  });
  if (found.length > 0) return found;
  const count = `one hash over all ${fields.length} values`;
  return [
    problem(
      'signature.hash',
      `is not that of the message. Version 1 has ${count}, so it cannot say which was changed; it is no single character, no swap, no other way to write a value that was tried`,
      false,
    ),
  ];
}

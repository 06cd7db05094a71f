import { type Hex, type Json, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import type { Link } from '../v2.ts';

import { edits, variants } from './edits.ts';
import { type Effort, type Problem, problem } from './inspection.ts';

interface Guess {
  readonly bytes: Uint8Array;
  readonly means: () => readonly Problem[];
}

/** What is known of a body that is not the one that was signed. */
export interface BodyMismatch {
  readonly body: Uint8Array;
  readonly hash: Hex;
  readonly links: readonly Link[];
  readonly effort: Effort;
  readonly sent: Uint8Array | undefined;
}

/** Why the body is not the one that was signed: proven where one change brings it back. */
export function pinBody(mismatch: BodyMismatch): readonly Problem[] {
  const earlier = mismatch.links.findIndex(({ statement }) => statement.body === sha256Hex(mismatch.body));
  if (earlier >= 0) {
    const why = `is the body of link ${earlier}, from before it was rewritten: header and body are of different moments`;
    return [problem('body', why)];
  }
  for (const guess of guesses(mismatch)) {
    if (!mismatch.effort.spend(guess.bytes.length + 64)) break;
    if (sha256Hex(guess.bytes) === mismatch.hash) return guess.means();
  }
  const why =
    'is not the one that was signed; the signature has its SHA-256 alone, so it cannot say where it differs: it is no single character, no swap, no other way to write the same JSON that was tried';
  return [problem('body', why, false)];
}

function* guesses(mismatch: BodyMismatch): Generator<Guess> {
  const { body, sent } = mismatch;
  if (sent) yield { bytes: sent, means: () => difference(sent, body) };
  yield { bytes: new Uint8Array(), means: () => [problem('body', 'is there, and none was signed')] };
  const text = textOf(body);
  if (text === null) return;
  yield* written(text);
  const value = jsonOf(text);
  if (value !== undefined) yield* otherValues(text, value);
  for (const edit of edits(text)) {
    const bytes = utf8Encode(edit.text);
    yield { bytes, means: () => difference(bytes, body, edit.at) };
  }
}

/** The same JSON with other white space, other escapes, or an `ocn_signature`. */
function* written(text: string): Generator<Guess> {
  const value = jsonOf(text);
  const ways: [string, string][] = [
    [text.trim(), 'white space around it'],
    [`${text}\n`, 'a line break at its end that is missing'],
    [text.replace(/^\ufeff/, ''), 'a byte order mark'],
    [text.replaceAll('\r\n', '\n'), 'line breaks'],
    [text.replaceAll('\n', '\r\n'), 'line breaks'],
  ];
  if (value !== undefined) {
    const compact = JSON.stringify(value);
    const spaced = spread(value);
    const escaped = (one: string) =>
      one.replaceAll(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    for (const one of [
      compact,
      spaced,
      JSON.stringify(value, null, 2),
      JSON.stringify(value, null, 4),
      JSON.stringify(value, null, '\t'),
    ]) {
      for (const two of [one, escaped(one), one.replaceAll('/', '\\/'), `${one}\n`])
        ways.push([two, 'white space or escapes']);
    }
    if (typeof value === 'object' && value !== null && 'ocn_signature' in value) {
      const { ocn_signature: _, ...rest } = value as Record<string, Json>;
      ways.push([JSON.stringify(rest), 'a member ocn_signature']);
    }
  }
  for (const [way, what] of ways) {
    const why = `is the same JSON, written otherwise: ${what}. The raw bytes are signed, and have to be carried as they are`;
    yield { bytes: utf8Encode(way), means: () => [problem('body', why)] };
  }
}

/** As Python writes it: a space after each colon and comma. */
function spread(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spread).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}: ${spread(item as Json)}`)
    .join(', ')}}`;
}

type Path = readonly (string | number)[];

const MAX_DEPTH = 100;

/** One value is another one, or of another type; one member is too many; two values have changed places. */
function* otherValues(text: string, value: Json): Generator<Guess> {
  const style = [undefined, 2, 4, '\t'].find((one) => JSON.stringify(value, null, one) === text);
  const guess = (changed: Json | undefined): Guess => {
    const bytes = utf8Encode(JSON.stringify(changed, null, style) ?? '');
    return { bytes, means: () => difference(bytes, utf8Encode(text)) };
  };
  const leaves = leavesOf(value, []).slice(0, 500);
  for (const [path, leaf] of leaves) {
    for (const other of otherTypes(leaf)) yield guess(replaced(value, path, other));
    for (const { text: other } of variants(leaf)) yield guess(replaced(value, path, other));
  }
  for (const path of membersOf(value, [])) yield guess(replaced(value, path, undefined));
  for (let i = 0; i < leaves.length; i++) {
    for (let j = i + 1; j < leaves.length; j++) {
      const [[a, left], [b, right]] = [leaves[i], leaves[j]] as [[Path, Json], [Path, Json]];
      if (left !== right) yield guess(replaced(replaced(value, a, right) as Json, b, left));
    }
  }
}

function otherTypes(leaf: Json): readonly Json[] {
  if (typeof leaf === 'boolean') return [!leaf, String(leaf), Number(leaf)];
  if (typeof leaf === 'number') return [String(leaf)];
  if (leaf === null) return [''];
  if (leaf === 'true' || leaf === 'false') return [leaf === 'true', leaf !== 'true', null];
  return leaf !== '' && Number.isFinite(Number(leaf)) ? [Number(leaf), null] : [null];
}

function leavesOf(value: Json, path: Path): (readonly [Path, Json])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, item]) =>
    leavesOf(item as Json, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

function membersOf(value: Json, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const at = [...path, Array.isArray(value) ? Number(name) : name];
    return [at, ...membersOf(item as Json, at)];
  });
}

/** A copy; undefined takes away. */
function replaced(root: Json, [step, ...rest]: Path, value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  const below = replaced((root as Record<string | number, Json>)[step] as Json, rest, value);
  if (Array.isArray(root))
    return below === undefined ? root.toSpliced(Number(step), 1) : root.with(Number(step), below);
  const entries = Object.entries(root as Record<string, Json>);
  return Object.fromEntries(
    entries.flatMap(([name, item]) => (name !== step ? [[name, item]] : below === undefined ? [] : [[name, below]])),
  );
}

/** Where two bodies differ: value by value if both are JSON. */
export function difference(was: Uint8Array, is: Uint8Array, at?: number): readonly Problem[] {
  const [before, after] = [jsonOf(textOf(was) ?? ''), jsonOf(textOf(is) ?? '')];
  if (before === undefined || after === undefined) {
    const where = at === undefined ? '' : ` at character ${at}`;
    return [
      problem('body', after === undefined ? `was broken${where}: it is no JSON any more` : `was changed${where}`),
    ];
  }
  const [left, right] = [valuesOf(before), valuesOf(after)];
  const names = [...new Set([...left.keys(), ...right.keys()])].filter((name) => left.get(name) !== right.get(name));
  if (names.length === 0) return [problem('body', 'has the same values, but in another order or another form')];
  return names.map((name) => {
    const [a, b] = [left.get(name), right.get(name)];
    const what =
      a === undefined
        ? `is ${b}, and was not signed`
        : b === undefined
          ? `was signed as ${a}, and is not there`
          : `was signed as ${a}, and is ${b}`;
    return problem(name, what);
  });
}

const valuesOf = (value: Json): Map<string, string> =>
  new Map(leavesOf(value, []).map(([path, leaf]) => [nameOfSteps(path), JSON.stringify(leaf)]));
const nameOfSteps = (path: Path): string =>
  `body${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8Decode(bytes);
  } catch {
    return null;
  }
}

function jsonOf(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isShallow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether it can be walked through without an end of the stack. */
function isShallow(root: Json): boolean {
  let level: readonly Json[] = [root];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as Json[]) : [],
    );
    if (level.length === 0) return true;
  }
  return false;
}

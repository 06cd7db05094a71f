import type { Json } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** A step into an object (a name) or a list (an index). */
export type Step = string | number;

const MAX_STEPS = 64;
const WHOLE = /^\$(?:\['[^'\\]*'\]|\[(?:0|[1-9]\d{0,8})\])+$/;
const STEPS = /\['([^'\\]*)'\]|\[(\d+)\]/g;

/**
 * The steps of the only form of JSONPath that version 1 writes: `$['body']['evses'][0]['uid']`. No wildcards, no filters, no
 * recursion: a path from outside leads to one place at most, at a cost of its length.
 *
 * @throws {DecodeError} naming `field`.
 */
export function parsePath(path: string, field: string): readonly Step[] {
  if (!WHOLE.test(path)) throw new DecodeError("is not a path of the form $['body']['name'][0]", { field });
  const steps = [...path.matchAll(STEPS)].map(([, name, index]) => name ?? Number(index));
  if (steps.length > MAX_STEPS) throw new DecodeError(`has more than ${MAX_STEPS} steps`, { field });
  return steps;
}

/** What lies at the end of the steps; undefined if nothing does. Only what an object has of its own counts. */
export function valueAt(root: unknown, steps: readonly Step[]): unknown {
  let value = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<Step, unknown>>)[step];
  }
  return value;
}

/** A copy with another value at the end of the steps; objects and lists on the way are made where there are none. Unchanged if it cannot be. */
export function withValueAt(root: unknown, steps: readonly Step[], value: Json): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const container = typeof root === 'object' && root !== null ? root : typeof step === 'number' ? [] : {};
  // Lists grow by one at most: an index from outside makes no list of a thousand million items.
  if (Array.isArray(container) && (typeof step !== 'number' || step > container.length)) return root;
  const below = Object.hasOwn(container, step) ? (container as Readonly<Record<Step, unknown>>)[step] : undefined;
  const copy: object = Array.isArray(container) ? [...container] : { ...container };
  // Not by assignment, so that a name like __proto__ is a name like any other.
  const descriptor = { value: withValueAt(below, rest, value), enumerable: true, configurable: true, writable: true };
  return Object.defineProperty(copy, step, descriptor);
}

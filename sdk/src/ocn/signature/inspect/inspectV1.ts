import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import type { Party } from '../../../protocol/ocpi/index.ts';
import { parsePath, valueAt } from '../jsonPath.ts';
import { recoverPersonal } from '../personalSign.ts';
import { deserialise, hashOf, type SignatureV1, type ValuesV1, walk } from '../v1.ts';
import { undo } from '../verifyV1.ts';
import {
  Effort,
  type InspectedField,
  type InspectedLink,
  type InspectedMessage,
  type Inspection,
  type InspectRules,
  nameOf,
  type Problem,
  problem,
} from './inspection.ts';
import { type PartsV1, partiesOf, partsV1 } from './parts.ts';
import { pinV1, textOf } from './pinV1.ts';
import { whoIs } from './who.ts';

/** Once signed, with what the message was then. */
interface State {
  readonly hash: Hex;
  readonly rsv: Hex;
  readonly signatory: Hex;
  readonly values: ValuesV1;
  /** Where it stands in the signature. */
  readonly field: string;
}

const blindness =
  'Version 1 does not sign method, path, X-Request-ID and time, nor where one value ends and the next begins, nor types.';

/** @throws {DecodeError} for what is no signature of version 1. */
export async function inspectV1(header: string, message: InspectedMessage, rules: InspectRules): Promise<Inspection> {
  const signature = await deserialise(header);
  const parts = partsV1(message, signature);
  const states = statesOf(signature, parts.values);
  const known = partiesOf(message).from;
  const links = await Promise.all(states.map((_, i) => linkOf(states, i, signature, known, rules)));
  const isComplete = missingParts(signature, parts).length === 0;
  const problems = [
    ...(parts.broken ? [problem('body', parts.broken)] : []),
    ...states.flatMap((state, i) => forged(state, (links[i] as Found).link, signature, isComplete)),
    ...(isComplete && parts.broken === null ? changed(states, signature, rules) : []),
    ...links.flatMap(({ problems }) => problems),
  ];
  const covered = new Set(signature.fields.map((path) => path.toLowerCase()));
  const unsigned = walk(parts.values, 'whatever').flatMap(([path]) =>
    covered.has(path.toLowerCase()) ? [] : [nameOf(path)],
  );
  const outcome =
    problems.length > 0 ? 'broken' : !isComplete ? 'unchecked' : unsigned.length > 0 ? 'extended' : 'verifies';
  const verified = outcome === 'verifies' || outcome === 'extended';
  const broken = verified ? null : new Set(problems.map(({ field }) => field));
  return {
    form: 'v1',
    outcome,
    links: links.map(({ link }) => link),
    fields: signature.fields.map((path) => fieldOf(path, parts, broken)),
    unsigned,
    problems,
    remarks: [
      blindness,
      ...missingParts(signature, parts).map((part) => `The message's ${part} are not known, and were not compared.`),
    ],
    inner: null,
  };
}

/** Oldest first, as the links are. */
function statesOf(signature: SignatureV1, values: ValuesV1): readonly State[] {
  const states: State[] = [{ ...signature, values, field: 'signature' }];
  for (const [i, rewrite] of [...signature.rewrites.entries()].reverse()) {
    const field = `signature.rewrites[${i}]`;
    states.unshift({ ...rewrite, values: undo((states[0] as State).values, rewrite, field), field });
  }
  return states;
}

interface Found {
  readonly link: InspectedLink;
  readonly problems: readonly Problem[];
}

async function linkOf(
  states: readonly State[],
  i: number,
  { rewrites }: SignatureV1,
  from: Party | null,
  { lookup }: InspectRules,
): Promise<Found> {
  const state = states[i] as State;
  const signer = state.signatory.toLowerCase() as Hex;
  const replaced = i === 0 ? {} : (rewrites[i - 1]?.rewrittenFields ?? {});
  const found = await whoIs(signer, lookup, { from, isFirst: i === 0, field: `${state.field}.signatory` });
  return {
    link: {
      signer,
      who: found.who,
      issued: null,
      expires: null,
      genuine: recoverPersonal(utf8Encode(state.hash), state.rsv) === signer,
      changes: Object.entries(replaced).map(([path, old]) => {
        const value = textOf(state.values, path);
        return { field: nameOf(path), old: old === null ? null : String(old), new: value === '' ? null : value };
      }),
    },
    problems: found.problem ? [found.problem] : [],
  };
}

const partOf = (path: string) => parsePath(path, 'signature.fields')[0];

function missingParts({ fields }: SignatureV1, { unknown }: PartsV1): readonly string[] {
  return unknown
    .filter((part) => part !== 'params' || fields.some((path) => partOf(path) === part))
    .filter((part) => part !== 'body' || fields.some((path) => partOf(path) === part));
}

/** The three of hash, signature and signatory do not belong together: which of them was changed. */
function forged(state: State, link: InspectedLink, { fields }: SignatureV1, isComplete: boolean): readonly Problem[] {
  if (link.genuine) return [];
  const { hash, rsv, signatory, field, values } = state;
  const signer = signatory.toLowerCase();
  const computed = isComplete ? hashOf(fields.map((path) => textOf(values, path))) : null;
  if (computed !== null && computed !== hash && recoverPersonal(utf8Encode(computed), rsv) === signer) {
    return [problem(`${field}.hash`, 'was changed in the header: the signature is over the hash of this very message')];
  }
  const other = recoverPersonal(utf8Encode(hash), rsv);
  if (other === null) return [problem(`${field}.rsv`, 'is not a signature: its r, s or v cannot be', true)];
  const why = `is not who signed: the signature is one of ${other}, unless hash or rsv were changed`;
  return [problem(`${field}.signatory`, why, computed === hash && other === link.signer)];
}

/** Where message and hashes part: the newest is looked at first, and the older ones only if it is right. */
function changed(states: readonly State[], signature: SignatureV1, rules: InspectRules): readonly Problem[] {
  const { fields, rewrites } = signature;
  const sent = rules.sent && partsV1(rules.sent, signature).values;
  const effort = new Effort(rules.effort ?? 1 << 21);
  for (const state of [...states].reverse()) {
    const { hash, rsv, signatory, values } = state;
    const computed = hashOf(fields.map((path) => textOf(values, path)));
    if (computed === hash && noObjects(fields, values)) continue;
    // The hash was changed, which has been said, and not the message.
    if (recoverPersonal(utf8Encode(computed), rsv) === signatory.toLowerCase() && noObjects(fields, values)) continue;
    const found = pinV1({ fields, hash, values, rewrites, effort, sent });
    if (state.field === 'signature') return found;
    const by = states[states.indexOf(state) + 1]?.signatory;
    return [
      problem(
        `${state.field}.rewrittenFields`,
        `does not lead back to what was signed before: ${by} changed more than it says`,
      ),
      ...found.map((one) => ({ ...one, reason: `before the rewrite: ${one.reason}` })),
    ];
  }
  return [];
}

const noObjects = (fields: readonly string[], values: ValuesV1): boolean =>
  fields.every((path) => {
    const value = valueAt(values, parsePath(path.toLowerCase(), 'signature.fields'));
    return typeof value !== 'object' || value === null;
  });

/** @param broken The names of the fields that are; null if all are as they were signed. */
function fieldOf(path: string, parts: PartsV1, broken: ReadonlySet<string> | null): InspectedField {
  const field = nameOf(path);
  const text = textOf(parts.values, path);
  const found = text === '' ? null : text;
  if (broken === null) return { field, state: 'same', signed: found, found };
  const isUnknown = (parts.unknown as readonly unknown[]).includes(partOf(path));
  if (isUnknown) return { field, state: 'unchecked', signed: null, found };
  if (found === null) return { field, state: 'missing', signed: null, found };
  return { field, state: broken.has(field) ? 'different' : 'unknown', signed: null, found };
}

import { getAddress } from 'viem';
import { type Hex, utf8Encode } from '../../bytes/index.ts';
import type { Signer } from '../../crypto/index.ts';
import { ArgumentError, VerificationError } from '../../errors/index.ts';
import { parsePath, valueAt, withValueAt } from './jsonPath.ts';
import { recoverPersonal } from './personalSign.ts';
import { hashOf, type RewriteV1, type Scalar, type SignatureV1, sign, type ValuesV1, walk } from './v1.ts';

/** What {@link verify} finds out. */
export type VerdictV1 =
  | {
      readonly valid: true;
      /** Who signed the message as it is now; addresses in lower case. */
      readonly signatory: Hex;
      /** Who signed before each rewrite, oldest first: the first of them is who sent the message. */
      readonly before: readonly Hex[];
      /** The message before all rewrites. */
      readonly original: ValuesV1;
      /** Values of the message that nobody signed: whoever forges adds some. */
      readonly unsigned: readonly string[];
    }
  | { readonly valid: false; readonly field: string; readonly reason: string };

const refused = (field: string, reason: string): VerdictV1 => ({ valid: false, field, reason });

/**
 * Checks a signature of version 1 as the original library does, and names what the message has beyond it. Who may sign is the
 * caller's question: the party, or the operator of its node.
 *
 * Valid does not mean that the message is as it was sent: bytes may have moved between neighbouring values, types may have changed,
 * method, path and time are unsigned. Version 2 has none of that.
 *
 * @example
 * ```ts
 * const verdict = SignatureV1.verify(signature, { headers, params, body });
 * if (!verdict.valid) throw new VerificationError(verdict.reason, { field: verdict.field });
 * ```
 */
export function verify(signature: SignatureV1, values: ValuesV1): VerdictV1 {
  const broken = complaint(signature, signature.fields, values, 'signature');
  if (broken) return broken;
  let original = values;
  for (const [index, rewrite] of [...signature.rewrites.entries()].reverse()) {
    const field = `signature.rewrites[${index}]`;
    original = undo(original, rewrite, field);
    const wrong = complaint(rewrite, signature.fields, original, field);
    if (wrong) return wrong;
  }
  const signed = new Set(signature.fields.map((path) => path.toLowerCase()));
  return {
    valid: true,
    signatory: signature.signatory.toLowerCase() as Hex,
    before: signature.rewrites.map(({ signatory }) => signatory.toLowerCase() as Hex),
    original,
    unsigned: walk(values, 'whatever').flatMap(([path]) => (signed.has(path.toLowerCase()) ? [] : [path])),
  };
}

/** As {@link verify}. @throws {VerificationError} naming the field. */
export function assert(signature: SignatureV1, values: ValuesV1): VerdictV1 & { readonly valid: true } {
  const verdict = verify(signature, values);
  if (verdict.valid) return verdict;
  throw new VerificationError(verdict.reason, { field: verdict.field });
}

/**
 * Signs a message that a node had to change (a response URL, a link, the receiver), and keeps the signature it had.
 *
 * @param values The message as it goes on.
 * @param replaced The old values, by path: `{ "$['body']['response_url']": 'https://…' }`.
 * @throws {ArgumentError} if the old signature does not verify once the old values are back: nobody could verify the new one.
 */
export async function rewrite(
  signature: SignatureV1,
  values: ValuesV1,
  replaced: Readonly<Record<string, Scalar>>,
  signer: Signer,
): Promise<SignatureV1> {
  const { hash, rsv, signatory, rewrites } = signature;
  const signed = await sign(values, signer);
  const old: RewriteV1 = { rewrittenFields: replaced, hash, rsv, signatory: getAddress(signatory) };
  const rewritten = { ...signed, rewrites: [...rewrites, old] };
  const verdict = verify(rewritten, values);
  if (!verdict.valid) throw new ArgumentError(verdict.reason, { field: verdict.field });
  return rewritten;
}

export function undo(values: ValuesV1, { rewrittenFields }: RewriteV1, field: string): ValuesV1 {
  let before: unknown = values;
  for (const [path, value] of Object.entries(rewrittenFields)) {
    before = withValueAt(before, parsePath(path, `${field}.rewrittenFields`), value);
  }
  return before as ValuesV1;
}

/** What is wrong with a hash and its signature; undefined if nothing is. */
function complaint(
  { hash, rsv, signatory }: Pick<SignatureV1, 'hash' | 'rsv' | 'signatory'>,
  fields: readonly string[],
  values: ValuesV1,
  field: string,
): VerdictV1 | undefined {
  // In lower case, as the original library looks values up: names with capitals are never found.
  const texts: string[] = [];
  for (const [i, path] of fields.entries()) {
    const value = valueAt(values, parsePath(path.toLowerCase(), field));
    if (typeof value === 'object' && value !== null) {
      return refused(`signature.fields[${i}]`, 'leads to an object or a list: those are not signed as one value');
    }
    texts.push(value === undefined || value === null ? '' : String(value));
  }
  if (hashOf(texts) !== hash) return refused(`${field}.hash`, 'is not the hash of the message: it was changed');
  const signer = recoverPersonal(utf8Encode(hash), rsv);
  if (signer === null) return refused(`${field}.rsv`, 'is not a signature');
  if (signer !== signatory.toLowerCase()) return refused(`${field}.signatory`, 'did not make this signature');
  return undefined;
}

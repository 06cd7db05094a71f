import { BaseError } from '../../errors/index.ts';
import { type InspectedMessage, type Inspection, type InspectRules, problem } from './inspect/inspection.ts';
import { inspectNode, isNodeSignature } from './inspect/inspectNode.ts';
import { inspectV1 } from './inspect/inspectV1.ts';
import { inspectV2 } from './inspect/inspectV2.ts';
import { isV2 } from './v2.ts';

export { describe } from './inspect/describeInspection.ts';
export type {
  InspectedField,
  InspectedLink,
  InspectedMessage,
  Inspection,
  InspectRules,
  Outcome,
  Problem,
  SignerFacts,
  SignerLookup,
} from './inspect/inspection.ts';
export { signatureIn } from './inspect/parts.ts';

/**
 * Takes a signature apart and holds it against as much of its message as there is: who signed, what was rewritten from what to what, what
 * is covered, and which field broke.
 *
 * A broken version 1 has one hash over everything: what one change explains is found by trying (`rules.effort`), anything else is said to
 * be unknown. Never throws for what comes from outside.
 *
 * @param header `OCN-Signature` of any form, or the `ocn_signature` of a body.
 * @example
 * ```ts
 * const inspection = await MessageInspector.inspect(header, { method, path, headers, body }, { now });
 * if (inspection.outcome !== 'verifies') console.log(MessageInspector.describe(inspection).join('\n'));
 * ```
 */
export async function inspect(
  header: string,
  message: InspectedMessage = {},
  rules: InspectRules = {},
): Promise<Inspection> {
  try {
    if (isNodeSignature(header)) return await inspectNode(header, message, rules, inspectInner);
    return isV2(header) ? await inspectV2(header, message, rules) : await inspectV1(header, message, rules);
  } catch (error) {
    if (!(error instanceof BaseError) || error.code !== 'DECODE') throw error;
    return undecodable(header, error);
  }
}

/** A carried signature carries none itself: no header makes this go deeper. */
const inspectInner: typeof inspect = async (header, message, rules) =>
  isNodeSignature(header)
    ? { ...empty, remarks: ['A signature between nodes is inside another one.'] }
    : inspect(header, message, rules);

const empty: Inspection = {
  form: 'none',
  outcome: 'broken',
  links: [],
  fields: [],
  unsigned: [],
  problems: [],
  remarks: [],
  inner: null,
};

function undecodable(header: string, error: BaseError): Inspection {
  const form = isV2(header) ? 'v2' : /^[A-Za-z0-9+/]+={0,2}$/.test(header) ? 'v1' : 'none';
  return { ...empty, form, problems: [problem(error.field ?? 'OCN-Signature', error.shortMessage)] };
}

import { type Hex, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { BaseError } from '../../../errors/index.ts';
import { encodeMessageHeaders } from '../../../protocol/ocpi/index.ts';
import { NodeMessageBody, requestPath } from '../../message/index.ts';
import { recoverPersonal } from '../personalSign.ts';
import { edits } from './edits.ts';
import {
  Effort,
  type InspectedMessage,
  type Inspection,
  type InspectRules,
  type Problem,
  problem,
} from './inspection.ts';
import { whoIs } from './who.ts';

/** Whether a header has the form of a signature between nodes. */
export const isNodeSignature = (header: string): boolean => /^0x[0-9a-fA-F]{130}$/.test(header);

/** @param inspect For the message that is carried. */
export async function inspectNode(
  header: string,
  message: InspectedMessage,
  rules: InspectRules,
  inspect: (header: string, message: InspectedMessage, rules: InspectRules) => Promise<Inspection>,
): Promise<Inspection> {
  const { body } = message;
  const signer = body === undefined ? null : recoverPersonal(body, header as Hex);
  const found =
    signer === null ? null : await whoIs(signer, rules.lookup, { from: null, isFirst: false, field: 'OCN-Signature' });
  const isStrange = found?.problem !== null && found !== null;
  const problems: Problem[] = [];
  if (body !== undefined && signer === null) problems.push(problem('OCN-Signature', 'is not r, s and v of a wallet'));
  if (isStrange && body !== undefined) problems.push(await explain(header as Hex, body, rules));
  const carried = body === undefined ? null : carriedBy(body, message.network);
  if (carried && 'reason' in carried) problems.push(carried);
  const inner =
    carried && 'message' in carried && carried.signature
      ? await inspect(carried.signature, carried.message, rules)
      : null;
  const unproven = rules.lookup === undefined && signer !== null;
  return {
    form: 'node',
    outcome:
      problems.length > 0 || inner?.outcome === 'broken'
        ? 'broken'
        : body === undefined || unproven
          ? 'unchecked'
          : 'verifies',
    links: [
      {
        signer,
        who: found?.who ?? null,
        issued: null,
        expires: null,
        genuine: unproven || signer === null ? null : !isStrange,
        changes: [],
      },
    ],
    fields: [
      {
        field: 'body',
        state: problems.length > 0 ? 'unknown' : unproven ? 'unchecked' : 'same',
        signed: null,
        found: null,
      },
    ],
    unsigned: [],
    problems: [...problems, ...(inner?.problems.map((one) => ({ ...one, field: `inner.${one.field}` })) ?? [])],
    remarks: [
      'The signature between nodes covers every byte of the body, and no header, path or time.',
      ...(unproven
        ? ['Any body leads to some signer: only a registry says whether this is the operator of a node.']
        : []),
    ],
    inner,
  };
}

/** A body that somebody wrote anew, or changed in one character, leads to a stranger; the body before to an operator. */
async function explain(header: Hex, body: Uint8Array, { lookup, effort }: InspectRules): Promise<Problem> {
  const why = 'was changed, or signed by somebody who is no operator: which of both, this form cannot say';
  const operators = new Set(
    (await lookup?.nodes?.())?.flatMap((node) => [node.operator, node.key]).map((one) => one.toLowerCase()),
  );
  const text = textOf(body);
  if (operators.size === 0 || text === null) return problem('body', why, false);
  const budget = new Effort((effort ?? 1 << 21) / 64);
  const isSigned = (candidate: string) => {
    const signer = recoverPersonal(utf8Encode(candidate), header);
    return signer !== null && operators.has(signer);
  };
  for (const way of rewritten(text)) {
    if (isSigned(way))
      return problem('body', 'was written anew: the raw bytes are signed, and have to be carried as they are');
  }
  for (const edit of edits(text)) {
    // Recovering a key costs as much as hashing some tens of kilobytes.
    if (!budget.spend(1_024)) break;
    if (isSigned(edit.text)) {
      const what = `has ${JSON.stringify(edit.is)} where ${JSON.stringify(edit.was)} was signed, at character ${edit.at}`;
      return problem('body', what);
    }
  }
  return problem('body', why, false);
}

function rewritten(text: string): readonly string[] {
  const ways = [text.trim(), `${text}\n`];
  try {
    const value: unknown = JSON.parse(text);
    for (const space of [undefined, 2, 4, '\t']) ways.push(JSON.stringify(value, null, space));
  } catch {
    return ways;
  }
  return ways;
}

interface Carried {
  readonly signature: string | null;
  readonly message: InspectedMessage;
}

/** The party's message, as the body of `POST /ocn/message` has it; what is wrong with a body that has none. */
function carriedBy(bytes: Uint8Array, network: string | undefined): Carried | Problem {
  try {
    const { signature, method, requestId, correlationId, from, to, body, ...target } = NodeMessageBody.decode(bytes);
    const headers = encodeMessageHeaders({ requestId, correlationId, from, to });
    return {
      signature,
      message: { method, path: requestPath(target), headers, body: body ?? new Uint8Array(), network },
    };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return problem(error.field ?? 'body', error.shortMessage);
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8Decode(bytes);
  } catch {
    return null;
  }
}

import { fromHex, type Hex, parseTimestamp } from '../../../bytes/index.ts';
import { recoverAddress, sha256Hex, verifySignature } from '../../../crypto/index.ts';
import { ArgumentError } from '../../../errors/index.ts';
import { bodyBefore } from '../oldBytes.ts';
import { routingHeaders, type Statement } from '../statement.ts';
import { decode, describe, digestOf, type Link, linkId } from '../v2.ts';
import { type Described, differences, verify } from '../verifyV2.ts';
import {
  Effort,
  type InspectedField,
  type InspectedLink,
  type InspectedMessage,
  type Inspection,
  type InspectRules,
  type Problem,
  problem,
} from './inspection.ts';
import { lowerHeaders, partiesOf } from './parts.ts';
import { pinBody } from './pinV2.ts';
import { whoIs } from './who.ts';

/** @throws {DecodeError} for what is no signature of version 2. */
export async function inspectV2(header: string, message: InspectedMessage, rules: InspectRules): Promise<Inspection> {
  const links = decode(header);
  const last = links.at(-1) as Link;
  const { described, unknown, twice } = describedAs(message, last.statement);
  const different = differences(last.statement, described);
  const genuine = await Promise.all(links.map((link) => isGenuine(link, rules)));
  const found = await Promise.all(links.map((link, i) => signerOf(link, i, rules)));
  const forged = links.flatMap((link, i) =>
    genuine[i] === true ? [] : [forgedLink(link, i, links, described, genuine[i] === null)],
  );
  // What was altered in the header is no change of the message.
  const isAltered = (field: string) => forged.some((one) => one.field.endsWith(`.statement.${field.split('.')[0]}`));
  const problems = [
    ...twice,
    ...different
      .filter((field) => !isAltered(field))
      .flatMap((field) => changed(field, last, described, message, links, rules)),
    ...forged,
    ...(forged.length > 0 ? [] : await history(header, links, message, rules)),
    ...found.flatMap((one) => (one.problem ? [one.problem] : [])),
  ];
  const seen = new Set<string>();
  const once = problems.filter(
    ({ field, reason }) => !seen.has(`${field} ${reason}`) && seen.add(`${field} ${reason}`),
  );
  return {
    form: 'v2',
    outcome: once.length > 0 ? 'broken' : unknown.size > 0 ? 'unchecked' : 'verifies',
    links: links.map((link, i) => linkFacts(link, i, links, genuine[i] as boolean | null, found[i]?.who ?? null)),
    fields: fieldsOf(last.statement, described, unknown, different),
    unsigned: [],
    problems: once,
    remarks: [
      ...(unknown.size > 0 ? [`Not known of the message, and not compared: ${[...unknown].join(', ')}.`] : []),
      ...(rules.now === undefined ? ['Without a time, nothing is too old or too new.'] : []),
      'Whether the message was there before (a replay) only a receiver knows that keeps request ids.',
    ],
    inner: null,
  };
}

/** The message in the words of a statement. What is not known of it is taken from the statement, and named. */
function describedAs(message: InspectedMessage, said: Statement) {
  const unknown = new Set<string>();
  const take = <T>(name: string, value: T | undefined | null, otherwise: T): T => {
    if (value !== undefined && value !== null) return value;
    unknown.add(name);
    return otherwise;
  };
  const { from, to } = partiesOf(message);
  const headers = message.headers === undefined ? undefined : lowerHeaders(message.headers);
  const id = (name: string, value: string) =>
    headers === undefined ? take(name, undefined, value) : (headers[name] ?? '');
  const idOf = (party: typeof from) => party && { countryCode: party.country_code, partyId: party.party_id };
  const isRequest = said.status === undefined && message.status === undefined;
  const { body, twice } = described(message);
  const value: Described = {
    type: said.type,
    network: take('network', message.network, said.network),
    method: take('method', message.method, said.method),
    path: take('path', message.path, said.path),
    requestId: id('x-request-id', said.requestId),
    correlationId: id('x-correlation-id', said.correlationId),
    from: headers === undefined ? take('from', undefined, said.from) : (idOf(from) ?? nobody),
    to: headers === undefined ? take('to', undefined, said.to) : (idOf(to) ?? nobody),
    ...(isRequest
      ? {}
      : message.status === undefined
        ? { status: take('status', undefined, said.status as number) }
        : { status: message.status }),
    headers: headers === undefined ? take('headers', undefined, said.headers) : body.headers,
    body: message.body === undefined ? take('body', undefined, said.body) : sha256Hex(message.body),
  };
  return { described: value, unknown, twice };
}

const nobody = { countryCode: '', partyId: '' };

/** Its routing headers, or that one of them is there twice. */
function described(message: InspectedMessage) {
  const empty = { method: '', path: '', requestId: '', correlationId: '', from: nobody, to: nobody, network: '' };
  try {
    return { body: describe({ ...empty, headers: message.headers, body: new Uint8Array() }), twice: [] };
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const body = describe({ ...empty, headers: lowerHeaders(message.headers), body: new Uint8Array() });
    return { body, twice: [problem(error.field ?? 'headers', error.shortMessage)] };
  }
}

async function isGenuine({ statement, signature }: Link, { verifiers, ask }: InspectRules): Promise<boolean | null> {
  const question = {
    signer: statement.signer,
    digest: digestOf(statement),
    signature,
    ...(verifiers && { verifiers }),
  };
  return verifySignature(question) ?? (ask ? await ask(question) : null);
}

function signerOf({ statement }: Link, i: number, { lookup }: InspectRules) {
  const { countryCode, partyId } = statement.from;
  const from = { country_code: countryCode, party_id: partyId };
  return whoIs(statement.signer, lookup, { from, isFirst: i === 0, field: `links[${i}].statement.signer` });
}

/** A signature that is not over its statement: one member of it that is the message's, or the link's before, brings it back. */
function forgedLink(
  { statement, signature }: Link,
  i: number,
  links: readonly Link[],
  message: Described,
  mayBeContract: boolean,
): Problem {
  const at = `links[${i}].statement`;
  const before = links[i - 1];
  const others: Partial<Statement>[] = [];
  if (i === links.length - 1) for (const [name, value] of Object.entries(message)) others.push({ [name]: value });
  if (before) {
    others.push({ replaces: linkId(before) });
    for (const [name, value] of Object.entries(before.statement)) if (name !== 'old') others.push({ [name]: value });
  }
  for (const other of others) {
    const repaired = { ...statement, ...other };
    if (verifySignature({ signer: repaired.signer, digest: digestOf(repaired), signature }) !== true) continue;
    return problem(
      `${at}.${Object.keys(other)[0]}`,
      'was changed in the header: with that of the message, the signature verifies',
    );
  }
  const other =
    statement.signer.length === 42 ? recoverAddress(fromHex(digestOf(statement)), fromHex(signature)) : null;
  const by = other === null ? 'the signature itself' : `that (it is a signature of ${other} over another one)`;
  const unless = mayBeContract ? ', unless the signer is a contract, which only the chain can ask' : '';
  const why = `is not over this statement: its signer, its times, what was replaced or ${by} was changed${unless}`;
  return problem(`links[${i}].signature`, why, false);
}

function changed(
  field: string,
  last: Link,
  message: Described,
  { body }: InspectedMessage,
  links: readonly Link[],
  rules: InspectRules,
): readonly Problem[] {
  if (field === 'body' && body !== undefined) {
    const effort = new Effort(rules.effort ?? 1 << 21);
    return pinBody({ body, hash: last.statement.body, links, effort, sent: rules.sent?.body });
  }
  const [was, is] = [memberOf(last.statement, field), memberOf(message, field)];
  const earlier = links.slice(0, -1).findIndex(({ statement }) => is !== null && memberOf(statement, field) === is);
  const hint = earlier < 0 ? '' : `: that is what link ${earlier} says, from before it was rewritten`;
  const now = is === null || is === '' ? 'is not there' : `is ${JSON.stringify(is)}`;
  return [
    problem(field, `${was === null ? 'was not signed' : `was signed as ${JSON.stringify(was)}`}, and ${now}${hint}`),
  ];
}

/** @example `memberOf(statement, 'from.partyId')` */
function memberOf(statement: Described, field: string): string | null {
  const dot = field.indexOf('.');
  const [name, below] = dot < 0 ? [field, null] : [field.slice(0, dot), field.slice(dot + 1)];
  const value: unknown = statement[name as keyof Described];
  const leaf = below === null ? value : (value as Readonly<Record<string, unknown>>)[below];
  return leaf === undefined ? null : String(leaf);
}

/** The rules that do not depend on who signed: the chain of links, times, what a rewrite may change. */
async function history(
  header: string,
  links: readonly Link[],
  message: InspectedMessage,
  rules: InspectRules,
): Promise<readonly Problem[]> {
  const last = (links.at(-1) as Link).statement;
  const now = rules.now ?? parseTimestamp(last.issued);
  const everybody = links.map(({ statement }) => statement.signer);
  const body = message.body !== undefined && sha256Hex(message.body) === last.body ? message.body : null;
  // Without the body itself only the times and the chain of links can be looked at.
  if (body === null && last.body !== sha256Hex(new Uint8Array())) return timesAndChain(links, rules);
  const { status, headers, ...rest } = last;
  const verdict = await verify(
    header,
    { ...rest, status, headers, body: body ?? new Uint8Array() },
    {
      ...{ now, origins: everybody, rewriters: everybody, ask: async () => true },
      ...(rules.verifiers && { verifiers: rules.verifiers }),
    },
  );
  return verdict.valid ? [] : [problem(verdict.field, verdict.reason)];
}

function timesAndChain(links: readonly Link[], { now }: InspectRules): readonly Problem[] {
  const found: Problem[] = [];
  for (const [i, { statement }] of links.entries()) {
    const at = `links[${i}].statement`;
    const before = links[i - 1];
    if (before && statement.replaces !== linkId(before))
      found.push(problem(`${at}.replaces`, 'is not the link before'));
    const [issued, expires] = [parseTimestamp(statement.issued), parseTimestamp(statement.expires)];
    if (expires - issued > 3_600) found.push(problem(`${at}.expires`, 'is more than 3600 seconds after issued'));
    if (before && expires > parseTimestamp(before.statement.expires)) {
      found.push(problem(`${at}.expires`, 'is after that of the link that it replaces'));
    }
    if (now === undefined) continue;
    if (issued > now + 30) found.push(problem(`${at}.issued`, 'is in the future'));
    if (expires + 30 <= now) found.push(problem(`${at}.expires`, 'is over'));
  }
  return found;
}

function linkFacts(
  { statement }: Link,
  i: number,
  links: readonly Link[],
  genuine: boolean | null,
  who: InspectedLink['who'],
): InspectedLink {
  const before = links[i - 1]?.statement;
  const fields = before ? differences(before, statement) : [];
  return {
    signer: statement.signer as Hex,
    who,
    issued: statement.issued,
    expires: statement.expires,
    genuine,
    changes: fields.flatMap((field) => {
      const whole = { field, old: memberOf(before as Statement, field), new: memberOf(statement, field) };
      return field === 'body' && statement.old ? [{ ...whole, ...oldText(statement) }] : [whole];
    }),
  };
}

/** The replaced bytes say more than two hashes. */
function oldText({ old }: Statement) {
  const nothing = new Uint8Array(old?.at ?? 0);
  const bytes = old && bodyBefore(nothing, { at: 0, length: nothing.length, bytes: old.bytes });
  return bytes ? { old: new TextDecoder().decode(bytes), new: `${old.length} other bytes at ${old.at}` } : {};
}

function fieldsOf(
  statement: Statement,
  message: Described,
  unknown: ReadonlySet<string>,
  different: readonly string[],
): InspectedField[] {
  const parties = ['from.countryCode', 'from.partyId', 'to.countryCode', 'to.partyId'];
  const names = [
    'network',
    'method',
    'path',
    ...(statement.status === undefined ? [] : ['status']),
    'requestId',
    'correlationId',
  ];
  const headers = routingHeaders.filter((name) => name in statement.headers || name in message.headers);
  const ids: Readonly<Record<string, string>> = { requestId: 'x-request-id', correlationId: 'x-correlation-id' };
  return [...names, ...parties, ...headers.map((name) => `headers.${name}`), 'body'].map((field) => {
    const part = ids[field] ?? field.split('.')[0] ?? field;
    const signed = memberOf(statement, field);
    if (unknown.has(part)) return { field, state: 'unchecked', signed, found: null };
    const found = memberOf(message, field);
    const state = !different.includes(field) ? 'same' : found === null || found === '' ? 'missing' : 'different';
    return { field, state, signed, found };
  });
}

import { DecodeError } from '../../../../errors/index.ts';
import { MessageInspector } from '../../../../ocn/signature/index.ts';
import {
  type CommandResult,
  type CommandType,
  commandSchemas,
  commandTypes,
  type HttpMethod,
  OcpiError,
  type Party,
} from '../../../../protocol/ocpi/index.ts';
import type { Exchange, RunningOffice } from '../../../../roles/ocnTools/index.ts';
import type { Action, Result } from '../../../framework/command.ts';
import { exitCodes } from '../../../framework/exitCodes.ts';
import { readCapped } from '../../../framework/files.ts';
import type { Given, Input } from '../../../framework/input.ts';
import type { Block } from '../../../framework/page.ts';
import { registryLookup } from '../inspect/registryLookup.ts';
import { openOffice, signerOf, withOffice } from './open.ts';
import { toParty } from './options.ts';

const maxBody = 8 * 1024 * 1024;

/** What is to be sent where. */
interface Target {
  readonly method: HttpMethod;
  readonly role: 'SENDER' | 'RECEIVER';
  readonly module: string;
  readonly path: string;
  readonly query: URLSearchParams;
}

/** `sender/locations/LOC1?limit=5`. @throws {DecodeError} */
function targetOf(input: Input): Target {
  const { text, field } = input.argument('path');
  const [, side, module, path = '', query = ''] =
    /^\/?(sender|receiver)\/([A-Za-z0-9_-]{1,64})((?:\/[\x21\x24-\x3e\x40-\x7e]*)?)(?:\?([\x21-\x7e]*))?$/i.exec(
      text,
    ) ?? [];
  if (side === undefined || module === undefined) {
    throw new DecodeError('has to be a side, a module and what is below it, such as sender/locations/LOC1?limit=5', {
      field,
    });
  }
  const role = side.toUpperCase() as Target['role'];
  return { method: input.argument('method').text as HttpMethod, role, module, path, query: new URLSearchParams(query) };
}

async function bodyOf(given: Given | undefined): Promise<unknown> {
  if (!given) return undefined;
  const bytes = await readCapped(given.text, { field: given.field, maxBytes: maxBody });
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new DecodeError('is not JSON in UTF-8', { field: given.field, cause });
  }
}

/** Commands have a result that comes later. */
function commandIn({ method, role, module, path }: Target): CommandType | null {
  if (method !== 'POST' || role !== 'RECEIVER' || module !== 'commands') return null;
  return commandTypes.find((type) => path === `/${type}`) ?? null;
}

interface Sent {
  readonly data: unknown;
  readonly result: CommandResult | null;
}

async function ask(
  { bridge }: RunningOffice,
  to: Party,
  target: Target,
  body: unknown,
  { signal, waits }: { readonly signal: AbortSignal; readonly waits: boolean },
): Promise<Sent> {
  const command = commandIn(target);
  if (!command)
    return {
      data: await bridge.custom(target.module).ask(to, { ...target, body, signal }),
      result: null,
    };
  const checked = commandSchemas[command].safeParse({ ...(body as object), response_url: 'https://example.com/' });
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new DecodeError(issue?.message ?? 'is no such command', { field: `--body: ${issue?.path.join('.')}` });
  }
  const { response_url: _, ...draft } = checked.data;
  const asked = await bridge.commands.send(to, command, draft as never, { signal });
  if (!waits || asked.response.result !== 'ACCEPTED') return { data: asked.response, result: null };
  return { data: asked.response, result: await asked.result(signal) };
}

export const send: Action = async (input, context) => {
  const open = await openOffice(input, context);
  const [target, to] = [targetOf(input), toParty(input.required('to'))];
  const body = await bodyOf(input.optional('body'));
  const signer = await signerOf(open.office, input, context);
  const registry = await registryLookup(input, context);
  const exchanges: Exchange[] = [];
  const onOutgoing = (exchange: Exchange) => exchanges.push(exchange);
  let sent: Sent | null = null;
  let refusal: OcpiError | null = null;
  try {
    // Only a command's result has to be able to reach us.
    const waits = commandIn(target) !== null && !input.flag('withoutResult');
    sent = await withOffice(open, { signer, onOutgoing }, waits, (running) =>
      ask(running, to, target, body, { signal: context.signal, waits }),
    );
  } catch (error) {
    if (!(error instanceof OcpiError)) throw error;
    refusal = error;
  }
  const [exchange] = exchanges;
  const network = open.office.network ?? registry?.network;
  const rules = { now: Math.floor(context.now() / 1000), lookup: registry?.lookup, ask: registry?.ask };
  const signature = exchange ? MessageInspector.signatureIn(exchange.response) : null;
  const answerSignature =
    exchange && signature ? await MessageInspector.inspect(signature, { ...exchange.response, network }, rules) : null;
  return page({ sent, refusal, exchange, answerSignature });
};

interface Outcome {
  readonly sent: Sent | null;
  readonly refusal: OcpiError | null;
  readonly exchange: Exchange | undefined;
  readonly answerSignature: MessageInspector.Inspection | null;
}

function page({ sent, refusal, exchange, answerSignature }: Outcome): Result {
  const isSigned = exchange ? MessageInspector.signatureIn(exchange.request) !== null : false;
  const lines = sent ? JSON.stringify(sent.data ?? null, null, 2).split('\n') : [];
  const rows: (readonly [string, string | { text: string; tone: 'good' | 'bad' | 'warn' } | undefined])[] = [
    ['Request', `${exchange?.request.method} ${exchange?.request.path}${isSigned ? ', signed' : ''}`],
    [
      'Answer',
      refusal
        ? { text: `${refusal.statusCode} ${refusal.statusName ?? ''}`.trim(), tone: 'bad' }
        : { text: '1000', tone: 'good' },
    ],
    ['Said', refusal?.metaMessages.join(' ') || undefined],
    ['Signature', answerSignature ? `${answerSignature.outcome} (of ${answerSignature.links[0]?.signer})` : 'none'],
    ['Result', sent?.result?.result],
  ];
  const text: Block[] = [{ kind: 'fields', rows }];
  if (lines.length > 0 && lines[0] !== 'null') text.push({ kind: 'lines', lines });
  const broken = answerSignature?.outcome === 'broken' || answerSignature?.outcome === 'extended';
  return {
    data: {
      statusCode: refusal?.statusCode ?? 1000,
      ...(refusal ? { message: refusal.metaMessages.join(' ') } : { data: sent?.data ?? null }),
      ...(sent?.result ? { result: sent.result } : {}),
      ...{ signed: isSigned, answerSignature },
    },
    text,
    brief: sent?.result?.result ?? String(refusal?.statusCode ?? 1000),
    exitCode: refusal ? exitCodes.refused.code : broken ? exitCodes.verification.code : exitCodes.ok.code,
  };
}

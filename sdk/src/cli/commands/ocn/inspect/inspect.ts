import { NotFoundError } from '../../../../errors/index.ts';
import { MessageInspector } from '../../../../ocn/signature/index.ts';
import { type Capture, readCaptures } from '../../../../roles/ocnTools/index.ts';
import type { Action } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import { exitCodes } from '../../../framework/exitCodes.ts';
import { readCapped } from '../../../framework/files.ts';
import type { Given, Input } from '../../../framework/input.ts';
import { toInteger, toTime } from '../../../framework/values.ts';
import { inspectionPage } from './page.ts';
import { registryLookup } from './registryLookup.ts';

const maxBytes = 16 * 1024 * 1024;

async function capturesIn(given: Given): Promise<readonly Capture[]> {
  return readCaptures(new Uint8Array(await readCapped(given.text, { field: given.field, maxBytes })), given.field);
}

/** What stands in the files, one after the other: a response without a request line belongs to the request before it. */
async function readAll(input: Input): Promise<readonly Capture[]> {
  const files = input.arguments('messages');
  const signature = input.optional('signature')?.text ?? null;
  const given = files.length > 0 || signature !== null ? files : [{ text: '-', field: '<messages>' }];
  const found: Capture[] = [];
  for (const file of given) found.push(...(await capturesIn(file)));
  if (found.length === 0) found.push({ label: 'signature', message: {}, signature, time: null });
  if (signature !== null && found.length > 1) {
    throw new UsageError('is for one message alone', { field: '--signature' });
  }
  const [method, path] = [input.optional('method')?.text, input.optional('path')?.text];
  return found.map((one, i) => {
    const request = one.message.status === undefined ? undefined : found.slice(0, i).findLast(isRequest)?.message;
    const message = {
      ...one.message,
      method: one.message.method ?? method ?? request?.method,
      path: one.message.path ?? path ?? request?.path,
    };
    return { ...one, message, signature: signature ?? one.signature };
  });
}

const isRequest = ({ message }: Capture): boolean => message.status === undefined;

interface Rules extends MessageInspector.InspectRules {
  readonly network: string | undefined;
}

async function rulesOf(input: Input, context: Context): Promise<Rules> {
  const registry = input.flag('offline') ? null : await registryLookup(input, context);
  const sent = input.optional('sent');
  const [original] = sent ? await capturesIn(sent) : [];
  return {
    effort: toInteger(input.required('effort'), 0, 4_096) * (1 << 20),
    sent: original?.message,
    lookup: registry?.lookup,
    ask: registry?.ask,
    network: input.optional('network')?.text ?? registry?.network,
  };
}

export const inspect: Action = async (input, context) => {
  const captures = await readAll(input);
  const rules = await rulesOf(input, context);
  const at = input.optional('at');
  const found = [];
  for (const { label, message, signature, time } of captures) {
    const header = signature ?? MessageInspector.signatureIn(message);
    if (header === null) continue;
    const now = at ? toTime(at) : (time ?? Math.floor(context.now() / 1000));
    const whole = { ...message, network: message.network ?? rules.network };
    found.push({ label, inspection: await MessageInspector.inspect(header, whole, { ...rules, now }) });
  }
  const unsigned = captures.length - found.length;
  if (found.length === 0) {
    throw new NotFoundError('there is no signature: no header OCN-Signature, no ocn_signature in a body', {
      field: input.arguments('messages')[0]?.text ?? '<messages>',
      metaMessages: ['Give one that was recorded apart from its message with --signature.'],
    });
  }
  const verifies = found.every(({ inspection }) => inspection.outcome === 'verifies');
  return {
    data: { verifies, unsigned, messages: found.map(({ label, inspection }) => ({ label, ...inspection })) },
    text: found.flatMap(({ label, inspection }) => inspectionPage(found.length > 1 ? label : null, inspection)),
    brief: found.map(({ inspection }) => inspection.outcome),
    exitCode: verifies ? exitCodes.ok.code : exitCodes.verification.code,
  };
};

import { decodeCanonicalJson, encodeCanonicalJson, type Hex, type Json } from '../../../bytes/index.ts';
import { groupId } from '../../../delivery/subject/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import type { Audience, CredentialRequest } from '../../../roles/admin/index.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { readCapped } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { adminFiles } from '../shared/adminHome.ts';

/** A fleet of a million devices with long names fits. */
const maxBatchBytes = 128 * 1024 * 1024;

/** The devices that arguments and a batch file name, each once. */
export async function devicesOf(input: Input, context: Context): Promise<Hex[]> {
  const names = input.arguments('devices').map(({ text }) => text);
  const batch = input.optional('batch');
  if (batch) {
    const text = (await readCapped(batch.text, { field: batch.field, maxBytes: maxBatchBytes })).toString('utf8');
    const lines = text.split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim());
    names.push(...lines.filter((line) => line !== ''));
  }
  const { devices } = adminFiles(context);
  const ids = new Set<Hex>();
  for (const name of names) ids.add((await devices.resolve(name)).id);
  return [...ids];
}

/** One audience for a group, else one for each device. */
export async function audiencesOf(input: Input, context: Context): Promise<Audience[]> {
  const devices = await devicesOf(input, context);
  const group = input.optional('group');
  if (devices.length === 0) {
    throw new UsageError('are missing: name some, or give a file with --batch', { field: '[devices...]' });
  }
  return group ? [{ group: group.text, devices }] : devices.map((device) => ({ device }));
}

/** Whom a revocation is for. */
export async function targetOf(input: Input, context: Context): Promise<{ audience: Audience; name: string }> {
  const [device, group] = [input.optionalArgument('device'), input.optional('group')];
  if ((device === undefined) === (group === undefined)) {
    throw new UsageError('either a device or --group is needed', { field: '[device]' });
  }
  // A withdrawal needs the group's name only; who belongs to it does not matter.
  if (group)
    return { audience: { group: group.text, devices: [groupId(group.text)] }, name: `the group ${group.text}` };
  const found = await adminFiles(context).devices.resolve(device?.text ?? '');
  return { audience: { device: found.id }, name: found.enrolment.name };
}

/** What was asked for the last time on a channel: what `key rotate` asks for again. Holds no secret. */
export interface RememberedRequest {
  readonly credential:
    | Exclude<CredentialRequest, { kind: 'files' }>
    | { readonly kind: 'files'; readonly files: readonly string[] };
  readonly ttlSeconds: number;
  readonly postInstall: readonly string[];
  readonly devices: readonly Hex[];
}

const folder = 'requests';
const nameOf = (audience: Audience, channel: string): string => {
  const owner = 'device' in audience ? audience.device : groupId(audience.group);
  return `${owner.slice(2)}-${channel}`;
};

export async function rememberRequest(
  context: Context,
  audience: Audience,
  channel: string,
  request: RememberedRequest,
): Promise<void> {
  const value = JSON.parse(JSON.stringify({ type: 'gridseal/request/v1', ...request })) as Json;
  await adminFiles(context).home.write(folder, nameOf(audience, channel), value);
}

export async function recallRequest(
  context: Context,
  audience: Audience,
  channel: string,
): Promise<RememberedRequest | null> {
  const name = nameOf(audience, channel);
  const value = await adminFiles(context).home.read(folder, name);
  if (value === null) return null;
  // The file is this home's own; encoding it again makes sure that it is one document and not a fragment.
  const request = decodeCanonicalJson(encodeCanonicalJson(value)) as unknown as RememberedRequest & { type?: string };
  if (request.type !== 'gridseal/request/v1' || typeof request.credential?.kind !== 'string') {
    throw new DecodeError('is not a request', { field: `requests/${name}.json` });
  }
  return request;
}

import type { Hex } from '../../../bytes/index.ts';
import {
  type Anchor,
  type Bundle,
  ChargingWorld,
  type RolePolicy,
  rolePolicyFromJson,
  type TrustPolicy,
} from '../../../certificate/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { readCapped } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { toInteger, toTime } from '../../framework/values.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';

const MAX_ROLES_BYTES = 1_048_576;

/** The quorums that the caller trusts. @throws {UsageError} if there is none: trust cannot start from nothing. */
export async function anchorsOf(input: Input, context: Context): Promise<Hex[]> {
  const anchors = await givenAnchors(input, context);
  if (anchors.length > 0) return anchors;
  throw new UsageError('is missing: whom do you trust yourself?', {
    field: '--anchor',
    metaMessages: ['Give it with --anchor, GRIDSEAL_ANCHOR, or gridseal config set trust.anchors …'],
  });
}

/** The same, which may be none. */
export async function givenAnchors(input: Input, context: Context): Promise<Hex[]> {
  return Promise.all(input.many('anchor').map((given) => resolveQuorum(given, context)));
}

type Demand = Parameters<typeof Bundle.verify>[1];
type Trust = Omit<TrustPolicy, 'at'> & Pick<Demand, 'usage' | 'kind' | 'role'>;

/** What the caller trusts, and asks of a certificate; the time apart. */
export async function trustOf(input: Input, context: Context): Promise<Trust> {
  const required = input.optional('requiredEndorsements');
  return {
    ...(await policyOf(await anchorsOf(input, context), input, context)),
    ...(await weightsOf(input, context)),
    ...(required ? { requiredEndorsements: toInteger(required, 1, 16) } : {}),
    ...demandOf(input),
  };
}

/** The part of it that is not about a single certificate. */
export async function policyOf(
  anchors: readonly Hex[],
  input: Input,
  context: Context,
): Promise<Pick<TrustPolicy, 'anchors' | 'roles'>> {
  const given = input.optional('roles');
  const roles = given ? { roles: await readRoles(given) } : {};
  return { anchors: await withRoles(anchors, input, context), ...roles };
}

/** The ids of the anchors. */
export function quorumsOf({ anchors }: Pick<TrustPolicy, 'anchors'>): Hex[] {
  return anchors.map((anchor) => (typeof anchor === 'string' ? anchor : anchor.quorum));
}

/** The time in question, if the caller says one. */
export function timeOf(input: Input): number | undefined {
  const at = input.optional('at');
  return at && toTime(at);
}

async function readRoles({ text, field }: Given): Promise<RolePolicy> {
  if (text === ChargingWorld.chargingRolePolicy.name) return ChargingWorld.chargingRolePolicy;
  if (!/[./]/.test(text)) {
    throw new DecodeError('is neither charging nor a file', { field, metaMessages: ['A file has a . or a / in it.'] });
  }
  const bytes = await readCapped(text, { field, maxBytes: MAX_ROLES_BYTES });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new DecodeError('is not JSON', { field, metaMessages: [`File: ${text}`], cause });
  }
  return rolePolicyFromJson(value as object, field);
}

/** `quorum=value`; a value has no equals sign. */
async function assignment({ text, field }: Given, context: Context): Promise<{ quorum: Hex; value: Given }> {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new DecodeError('has to be quorum=value', { field });
  const quorum = await resolveQuorum({ text: text.slice(0, at), field }, context);
  return { quorum, value: { text: text.slice(at + 1), field } };
}

async function withRoles(anchors: readonly Hex[], input: Input, context: Context): Promise<(Hex | Anchor)[]> {
  const roles = new Map<Hex, string[]>();
  for (const given of input.many('anchorRole')) {
    const { quorum, value } = await assignment(given, context);
    if (!anchors.includes(quorum)) throw new DecodeError('is of no anchor', { field: given.field });
    roles.set(quorum, [...(roles.get(quorum) ?? []), value.text]);
  }
  return anchors.map((quorum) => {
    const carried = roles.get(quorum);
    return carried ? { quorum, roles: carried } : quorum;
  });
}

async function weightsOf(input: Input, context: Context): Promise<Pick<TrustPolicy, 'weights' | 'requiredWeight'>> {
  const required = input.optional('requiredWeight');
  const given = input.many('weight');
  const byId: Record<Hex, number> = {};
  for (const one of given) {
    const { quorum, value } = await assignment(one, context);
    byId[quorum] = toInteger(value, 1, 1_000);
  }
  return {
    ...(required ? { requiredWeight: toInteger(required, 1, 1_000) } : {}),
    ...(given.length > 0 ? { weights: byId } : {}),
  };
}

function demandOf(input: Input): Pick<Demand, 'usage' | 'kind' | 'role'> {
  const [usage, kind, role] = [input.optional('usage'), input.optional('kind'), input.optional('role')];
  return {
    ...(usage ? { usage: usage.text as NonNullable<Demand['usage']> } : {}),
    ...(kind ? { kind: kind.text as NonNullable<Demand['kind']> } : {}),
    ...(role ? { role: role.text } : {}),
  };
}

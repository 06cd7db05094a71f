import { Quorum } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import type { Given, Input } from '../../framework/input.ts';
import { toBytes32, toInteger } from '../../framework/values.ts';
import type { SignerAddresses } from '../shared/signerBook.ts';
import { toSigner } from '../shared/signers.ts';

async function toMember(given: Given, context: Context, addresses: () => Promise<SignerAddresses>) {
  const [, text = '', weight] = /^(.*?)(?:=([0-9]+))?$/s.exec(given.text) ?? [];
  const signer = await toSigner({ text, field: given.field }, context, addresses);
  return { signer, weight: weight === undefined ? 1 : toInteger({ text: weight, field: given.field }, 1, 65_535) };
}

/** What rules are made of besides the members on the command line. */
export interface MoreRules {
  readonly salt?: Given | undefined;
  /** Members that were given in another way. */
  readonly members?: Parameters<typeof Quorum.from>[0]['members'];
}

/** Members, thresholds and salt from the command line. */
export async function readRules(
  input: Input,
  context: Context,
  addresses: () => Promise<SignerAddresses>,
  { salt, members: others = [] }: MoreRules = {},
) {
  const members = await Promise.all(input.many('member').map((given) => toMember(given, context, addresses)));
  if (members.length + others.length === 0) throw new UsageError('is missing', { field: '--member' });
  const threshold = toInteger(input.required('threshold'), 1, 65_535);
  const revocation = input.optional('revocationThreshold');
  return Quorum.from({
    members: [...members, ...others],
    threshold,
    ...(revocation ? { revocationThreshold: toInteger(revocation, 1, 65_535) } : {}),
    ...(salt ? { salt: toBytes32(salt) } : {}),
  });
}

import { Quorum } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Given, Input } from '../../framework/input.ts';
import { toBytes32, toInteger } from '../../framework/values.ts';
import type { SignerAddresses } from '../shared/signerBook.ts';
import { toSigner } from '../shared/signers.ts';

async function toMember(given: Given, context: Context, addresses: () => Promise<SignerAddresses>) {
  const [, text = '', weight] = /^(.*?)(?:=([0-9]+))?$/s.exec(given.text) ?? [];
  const signer = await toSigner({ text, field: given.field }, context, addresses);
  return { signer, weight: weight === undefined ? 1 : toInteger({ text: weight, field: given.field }, 1, 65_535) };
}

/** Members, thresholds and salt from the command line. */
export async function readRules(
  input: Input,
  context: Context,
  addresses: () => Promise<SignerAddresses>,
  salt?: Given,
) {
  const members = await Promise.all(input.many('member').map((given) => toMember(given, context, addresses)));
  const threshold = toInteger(input.required('threshold'), 1, 65_535);
  const revocation = input.optional('revocationThreshold');
  return Quorum.from({
    members,
    threshold,
    ...(revocation ? { revocationThreshold: toInteger(revocation, 1, 65_535) } : {}),
    ...(salt ? { salt: toBytes32(salt) } : {}),
  });
}

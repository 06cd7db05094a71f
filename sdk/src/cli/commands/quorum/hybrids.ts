import type { Hex } from '../../../bytes/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { DecodeError, VerificationError } from '../../../errors/index.ts';
import { Hybrid, Quorum, type QuorumState, SameKeyError, sameKeys } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Given, Input } from '../../framework/input.ts';
import type { Block } from '../../framework/page.ts';
import { toInteger, toName } from '../../framework/values.ts';
import { assertNameFree, type KnownQuorum, loadQuorums } from '../shared/quorumBook.ts';
import type { SignerAddresses } from '../shared/signerBook.ts';
import { toSigner } from '../shared/signers.ts';

/** A hybrid member that is to be created, before the quorum that it is a member of. */
export interface NewHybrid extends KnownQuorum {
  readonly weight: number;
}

const form = 'has to be NAME=CLASSICAL+POSTQUANTUM, and =N at the end for a weight';

async function toHybrid(given: Given, context: Context, addresses: SignerAddresses): Promise<NewHybrid> {
  const { text, field } = given;
  const [, name, first, second, weight = '1'] = /^([^=+]+)=([^=+]+)\+([^=+]+)(?:=([0-9]+))?$/s.exec(text) ?? [];
  if (!name || !first || !second) throw new DecodeError(form, { field });
  const [classical, postQuantum] = await Promise.all(
    [first, second].map((half) => toSigner({ text: half, field }, context, async () => addresses)),
  );
  const definition = Hybrid.from(
    { classical: classical as Hex, postQuantum: postQuantum as Hex },
    verifiersOf(addresses),
  );
  return {
    id: Quorum.id(definition),
    name: toName({ text: name, field }),
    definition,
    weight: toInteger({ text: weight, field }, 1, 65_535),
  };
}

/** The hybrid members of `--hybrid`; their names have to be free. */
export async function readHybrids(input: Input, context: Context, addresses: SignerAddresses): Promise<NewHybrid[]> {
  const known = await loadQuorums(context);
  const hybrids = await Promise.all(input.many('hybrid').map((given) => toHybrid(given, context, addresses)));
  for (const hybrid of hybrids) assertNameFree([...known, ...hybrids], hybrid);
  return hybrids;
}

/** @throws {SameKeyError} if two hybrid members share a key, or one has a member's own: whoever has it would count twice. */
export function assertOwnKeys({ members }: Pick<Quorum.Quorum, 'members'>, hybrids: readonly NewHybrid[]): void {
  const owned = [
    ...members.map((member, i) => ({ ...member, owner: `members[${i}]` })),
    ...hybrids.flatMap(({ name, definition }) => definition.members.map((half) => ({ ...half, owner: name }))),
  ];
  const [found] = sameKeys({ members: owned });
  if (!found) return;
  const [first, second] = found.map((i) => owned[i]?.owner ?? '') as [string, string];
  throw new SameKeyError(`--hybrid ${second}`, first);
}

/** @throws {VerificationError} naming the members that are not hybrid. */
export function assertHybrid(state: QuorumState, context: Hybrid.HybridContext): void {
  const others = Hybrid.evaluate(state, context).members.filter(({ hybrid }) => !hybrid);
  if (others.length === 0) return;
  throw new VerificationError('asks for hybrid members, and not all are', {
    field: '--require-hybrid',
    metaMessages: others.slice(0, 16).map(({ signer, reason }) => `${signer.slice(0, 66)} ${reason}`),
  });
}

/** A line for each hybrid member that is created along. */
export function hybridsBlock(hybrids: readonly NewHybrid[]): Block[] {
  if (hybrids.length === 0) return [];
  const rows = hybrids.map(({ name, weight, id }) => [name, weight, id]);
  return [{ kind: 'table', head: ['HYBRID', 'WEIGHT', 'QUORUM'], rows }];
}

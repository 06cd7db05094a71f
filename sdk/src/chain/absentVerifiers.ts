import type { Hex } from '../bytes/index.ts';
import type { Member } from '../quorum/index.ts';
import type { Chain } from './chain.ts';
import type { Question } from './rpc/pool.ts';

const ADDRESS = 2 + 2 * 20;

/**
 * The addresses of members' verifiers at which no contract stands on this chain: with such a key, nobody approves anything here.
 *
 * @throws {DisagreementError} when the endpoints' answers differ. @throws {UnreachableError} when too few answer.
 * @example
 * ```ts
 * const absent = await absentVerifiers(chain, quorum.members);
 * ```
 */
export async function absentVerifiers(
  chain: Chain,
  members: readonly Pick<Member, 'signer'>[],
  signal?: AbortSignal,
): Promise<ReadonlySet<Hex>> {
  const keys = members.filter(({ signer }) => signer.length > ADDRESS);
  const addresses = [...new Set(keys.map(({ signer }) => signer.slice(0, ADDRESS).toLowerCase() as Hex))];
  if (addresses.length === 0) return new Set();
  const questions = addresses.map(
    (address): Question => ({ call: { method: 'eth_getCode', params: [address, 'latest'] } }),
  );
  const answers = await chain.rpc.agree('for the verifiers of members', questions, signal);
  return new Set(
    addresses.filter((_, i) => {
      const answer = answers[i];
      return answer !== undefined && 'value' in answer && answer.value === '0x';
    }),
  );
}

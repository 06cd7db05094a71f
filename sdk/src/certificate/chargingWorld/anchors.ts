import type { Hex } from '../../bytes/index.ts';
import { Quorum } from '../../quorum/index.ts';
import type { Anchor } from '../trustPolicy.ts';
import { coreKeys, fundamentalQuorumOn, type PublishedKey, signerOfKey } from './keys.ts';

/**
 * The quorum of the registry of which a published key is the only member: what speaks for the key on chain.
 *
 * @param verifier The address of `P521Verifier`.
 */
export function quorumOfKey(key: PublishedKey, verifier: Hex): Quorum.Quorum {
  return Quorum.from({ members: [{ signer: signerOfKey(key, verifier) }], threshold: 1 });
}

/**
 * The published keys as anchors: the fundamental quorum alone, or with it each role authority by itself, held to its role. As no
 * signatures of the role authorities were published, taking them is the verifier's own word for them.
 *
 * @param verifier The address of `P521Verifier`.
 * @example
 * ```ts
 * await graph.verify(meter, { anchors: publishedAnchors(p521Verifier), at, roles: chargingRolePolicy });
 * ```
 */
export function publishedAnchors(
  verifier: Hex,
  options: { readonly withRoleAuthorities?: boolean } = {},
): readonly Anchor[] {
  const root: Anchor = { quorum: Quorum.id(fundamentalQuorumOn(verifier)) };
  if (!options.withRoleAuthorities) return [root];
  return [
    root,
    ...coreKeys.map((key): Anchor => ({ quorum: Quorum.id(quorumOfKey(key, verifier)), roles: [key.role] })),
  ];
}

import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import {
  type Chain,
  chainTime,
  changeRegistry,
  deployNodeRegistry,
  type NodeChange,
  type Outcome,
} from '../../sdk/src/chain/index.ts';
import { type Signer, secp256k1Signer, sha256Hex } from '../../sdk/src/crypto/index.ts';
import { OcpiId } from '../../sdk/src/ocn/registry/index.ts';
import { testAccount } from './anvil.ts';
import { chainOn, patient } from './localChain.ts';
import { type House, type Person, type RegistryWorld, startRegistryWorld } from './registryWorld.ts';

/** How a network of the world is founded. */
export interface NetworkOptions {
  /** How many anchors there are, each of one member; 2 by default. */
  readonly anchors?: number;
  /** How many of them have to endorse a party; 1 by default. */
  readonly needed?: number;
}

/** The wallet of one of the test accounts, as a signer. */
export function walletOf(index: number): Signer {
  return secp256k1Signer(testAccount(index).getHdKey().privateKey as Uint8Array);
}

export const addressAt = (index: number): Hex => testAccount(index).address.toLowerCase() as Hex;

/** A person whose key follows from the name. */
export function person(name: string): Person {
  return { name, signer: secp256k1Signer(Buffer.from(sha256Hex(new TextEncoder().encode(name)).slice(2), 'hex')) };
}

/** What an ordinary charge point operator sets. */
export const cpoTerms = {
  roles: ['CPO'],
  sender: ['cdrs', 'locations', 'sessions', 'tariffs'],
  receiver: ['chargingprofiles', 'commands', 'tokens'],
} as const;

/**
 * A chain with a node registry that has anchors: parties hold their ids by certificates that quorums endorse.
 *
 * @example
 * ```ts
 * await using world = await startNetworkWorld();
 * await changeRegistry(world.chain, testAccount(1), { action: 'setNode', url: 'https://one.example' });
 * await world.enter(2, 'DE/ABC', { operator: addressAt(1) });
 * ```
 */
export async function startNetworkWorld({ anchors: count = 2, needed = 1 }: NetworkOptions = {}) {
  const world: RegistryWorld = await startRegistryWorld();
  const people = Array.from({ length: count }, (_, i) => person(`anchor ${i}`));
  const anchors: House[] = [];
  for (const one of people) anchors.push(await world.found(`of ${one.name}`, [one], { threshold: 1 }));
  const terms = { anchors: anchors.map(({ id }) => id), needed };
  const { address } = await deployNodeRegistry(world.chain, testAccount(0), terms);
  const chain: Chain = chainOn([world.node.rpcUrl], world.chain.chainId, {
    ...patient,
    addresses: { ...world.chain.addresses, nodeRegistry: address },
  });

  /** A certificate that nobody has endorsed yet. */
  async function certificateFor(
    id: string,
    signer: Hex,
    validity: { readonly from?: number; readonly until?: number } = {},
  ) {
    const { timestamp } = await chainTime(chain);
    const { country_code: countryCode, party_id: partyId } = OcpiId.parse(id);
    const certificate = Certificate.from({
      kind: 'party',
      subject: { name: `Träger „${id}“`, party: { countryCode, partyId }, signer },
      usages: ['signData'],
      notBefore: validity.from ?? timestamp - 60,
      notAfter: validity.until ?? timestamp + 365 * 86_400,
      serial: crypto.getRandomValues(new Uint8Array(16)),
    });
    const bytes = Certificate.encode(certificate);
    return { bytes, id: Certificate.id(certificate) };
  }

  const endorse = (certificate: Hex, by = 0) =>
    world.endorseBy(anchors[by] as House, certificate, [people[by] as Person]);
  const revoke = (certificate: Hex, by = 0) =>
    world.revokeBy(anchors[by] as House, certificate, [people[by] as Person], 4);

  /** A party with a certificate that the first anchor endorses. @returns its certificate's id. */
  async function enter(
    account: number,
    id: string,
    terms: Partial<Extract<NodeChange, { action: 'setParty' }>> & { readonly operator: Hex },
    validity: { readonly until?: number } = {},
  ): Promise<Hex> {
    const certificate = await certificateFor(id, addressAt(account), validity);
    await endorse(certificate.id);
    const change: NodeChange = {
      action: 'setParty',
      id: OcpiId.parse(id),
      ...cpoTerms,
      ...terms,
      certificate: certificate.bytes,
    };
    await changeRegistry(chain, testAccount(account), change);
    return certificate.id;
  }

  const change = (account: number, what: NodeChange): Promise<Outcome> =>
    changeRegistry(chain, testAccount(account), what);

  return {
    ...world,
    chain,
    anchors,
    people,
    certificateFor,
    endorse,
    revoke,
    enter,
    change,
    [Symbol.asyncDispose]: () => world.stop(),
  };
}

/** See {@link startNetworkWorld}. */
export type NetworkWorld = Awaited<ReturnType<typeof startNetworkWorld>>;

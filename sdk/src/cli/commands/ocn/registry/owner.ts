import type { Hex } from '../../../../bytes/index.ts';
import type { Chain } from '../../../../chain/index.ts';
import { ownerOf, type RegistryDomain } from '../../../../ocn/registry/index.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import type { Given, Input } from '../../../framework/input.ts';
import type { KnownAddresses } from '../../shared/knownAddresses.ts';
import { addressesOf, chainIdOf, openChain } from '../../shared/openChain.ts';
import { toSigner } from '../../shared/signers.ts';
import { walletAddress } from '../../shared/wallets.ts';

/** Whose entry is changed, and who signs for it. */
export interface Owner {
  /** ERC-7913 bytes. */
  readonly signer: Hex;
  /** What it has in the registry. */
  readonly address: Hex;
  /**
   * - `wallet`: it sends its own transactions
   * - `key`: a key of this home, whose word another wallet sends
   * - `elsewhere`: others sign for it
   */
  readonly signs: 'wallet' | 'key' | 'elsewhere';
  readonly given: Given;
}

/** A registry that is about to be changed. */
export interface Target {
  readonly owner: Owner;
  readonly domain: RegistryDomain;
  readonly addresses: KnownAddresses;
  /** Null where all is signed with no connection. */
  readonly chain: Chain | null;
}

/**
 * The registry and the owner that the caller means. The chain is needed but for `--sign-only` with `--sequence`.
 *
 * @throws {UsageError} for options that do not fit together.
 */
export async function openTarget(input: Input, context: Context): Promise<Target> {
  const addresses = await addressesOf(input);
  const owner = await ownerFrom(input, context, addresses);
  const isOffline =
    input.flag('signOnly') && input.optional('sequence') !== undefined && input.many('rpcUrl').length === 0;
  const chain = isOffline ? null : await openChain(input);
  const domain = { chainId: chainIdOf(input), nodeRegistry: addresses.nodeRegistry };
  return { owner, domain, addresses, chain };
}

async function ownerFrom(input: Input, context: Context, addresses: KnownAddresses): Promise<Owner> {
  const [owner, signer, signOnly] = [input.optional('owner'), input.optional('signer'), input.flag('signOnly')];
  if (owner && signer) throw new UsageError('cannot stand beside --signer: both name the owner', { field: '--owner' });
  if (owner && !signOnly) {
    throw new UsageError('needs --sign-only: others sign for it, and then it is sent with gridseal ocn relay', {
      field: '--owner',
    });
  }
  for (const name of signOnly ? [] : ['sequence', 'out']) {
    const given = input.optional(name);
    if (given) throw new UsageError('is for --sign-only', { field: given.field });
  }
  const given = owner ?? signer ?? input.required('wallet');
  const bytes =
    owner || signer ? await toSigner(given, context, async () => addresses) : await walletAddress(given, context);
  // Somebody who names the paying wallet as owner means just that wallet.
  const isPayer = signer !== undefined && !signOnly && signer.text === input.optional('wallet')?.text;
  const signs = owner ? 'elsewhere' : signer && !isPayer ? 'key' : 'wallet';
  return { signer: bytes, address: ownerOf(bytes), signs, given };
}

/** @throws {UsageError} where something has to be asked of the chain, and there is none. */
export function chainOf({ chain }: Target, what: string): Chain {
  if (chain) return chain;
  throw new UsageError(`is needed to know ${what}`, {
    field: '--rpc-url',
    metaMessages: ['Without a connection, say all of it.'],
  });
}

/** How signatures and documents name the registry. */
export const networkOfTarget = ({ domain }: Target): string =>
  `eip155:${domain.chainId}:${domain.nodeRegistry.toLowerCase()}`;

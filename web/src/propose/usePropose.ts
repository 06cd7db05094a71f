import { quorumRegistryAbi } from '@gridseal/sdk/abi';
import type { Hex } from '@gridseal/sdk/bytes';
import { contractCall, type Transaction } from '@gridseal/sdk/chain';
import { TransportError } from '@gridseal/sdk/errors';
import type { Proposal } from '@gridseal/sdk/quorum';
import type { Store } from '@gridseal/sdk/store';
import { useMemo } from 'react';
import { type Network, useDataClient, useNetwork, useStore } from '../data/index.ts';
import { type Followed, useWrites } from '../wallet/index.ts';
import { type Draft, draftOf, linkPath, pathOf } from './model/draft.ts';

/** What has to be there before a proposal can be put on chain. */
export type ProposeObstacle = 'noStore' | 'disconnected' | 'wrongChain';

/** What is being done just now: the call is tried, the draft goes to IPFS, the wallet is asked, a block is waited for. */
export type ProposeStep = 'trying' | 'storing' | 'asking' | 'sent';

/** A proposal that was put on chain. */
export interface Proposed extends Followed {
  /** SHA-256 of the draft. */
  readonly draft: Hex;
  /** The proposal's page. */
  readonly path: string;
}

/** The ways in which a quorum's members learn what they are asked. */
export interface Propose {
  /** Why {@link Propose.publish} cannot be used just now; null when it can. A link or a file always can. */
  readonly obstacle: ProposeObstacle | null;
  /**
   * Puts the draft on IPFS and points the quorum's members to it on chain: it is in their inboxes from then on. The call is simulated
   * before anything is written. Resolves once the wallet has sent it.
   *
   * @throws {DraftNotStoredError} if no IPFS node takes the draft: nothing was sent. @throws {ContractError} if the registry would
   * refuse. @throws {WalletError} `refused` and others.
   */
  readonly publish: (
    proposal: Proposal.Proposal,
    label: string,
    onStep?: (step: ProposeStep) => void,
  ) => Promise<Proposed>;
  /** Keeps the proposal in this browser alone. Resolves to a path that holds all of it, to go to or to hand on. */
  readonly linkTo: (proposal: Proposal.Proposal) => Promise<string>;
  /** The file that the command line writes, too: `gridseal quorum propose --out`. */
  readonly fileOf: (proposal: Proposal.Proposal) => Draft;
}

/** No IPFS node that this browser may write to took the draft; nothing was sent. */
export class DraftNotStoredError extends TransportError {
  override readonly name = 'DraftNotStoredError';
}

/**
 * Proposes to a quorum what its members have to approve; approving is done on the proposal's own page.
 *
 * @example
 * ```ts
 * const { obstacle, publish, linkTo } = usePropose();
 * const path = obstacle ? await linkTo(proposal) : (await publish(proposal, t('proposing'))).path;
 * ```
 */
export function usePropose(): Propose {
  const network = useNetwork();
  const client = useDataClient();
  const store = useStore();
  const { problem, simulate, send } = useWrites();
  const { data, refetch } = store;
  return useMemo(() => {
    const openStore = async () => data ?? (await refetch()).data;
    return {
      obstacle: network.ipfsRpcs.length === 0 ? 'noStore' : problem,
      fileOf: draftOf,
      linkTo: linkPath,
      publish: async (proposal, label, onStep) => {
        const draft = draftOf(proposal);
        const call = proposeCall(network, draft);
        onStep?.('trying');
        await simulate(call);
        onStep?.('storing');
        await keep(draft, await openStore());
        await client.remember(draft.bytes);
        onStep?.('asking');
        const sent = await send(call, label);
        onStep?.('sent');
        return { ...sent, draft: draft.digest, path: pathOf(draft.digest) };
      },
    };
  }, [network, client, data, refetch, problem, simulate, send]);
}

/** The registry's `propose`: an event and nothing else. */
export function proposeCall(network: Network, { quorum, digest, deadline }: Draft): Transaction {
  const values = [quorum, digest, BigInt(deadline)] as const;
  return contractCall(network.addresses.quorumRegistry, quorumRegistryAbi, 'propose', values);
}

async function keep({ bytes, digest }: Draft, store: Store | undefined): Promise<void> {
  try {
    if (!store) throw new TransportError('the store cannot be opened');
    const kept = await store.writeBlock(bytes);
    if (kept.digest !== digest) throw new TransportError('the node names another digest');
  } catch (cause) {
    throw new DraftNotStoredError('no IPFS node took the draft', { cause });
  }
}

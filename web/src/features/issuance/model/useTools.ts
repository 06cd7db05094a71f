import type { Hex } from '@gridseal/sdk/bytes';
import { ContractError, chainTime } from '@gridseal/sdk/chain';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { ArgumentError, TransportError } from '@gridseal/sdk/errors';
import { Quorum } from '@gridseal/sdk/quorum';
import { useCallback, useRef } from 'react';
import { useChain, useDataClient, useNetwork, useStore } from '../../../data/index.ts';
import { useFleetStore } from '../../../fleet/index.ts';
import { useCaseContext } from '../../../propose/index.ts';
import { useSigners, useWrites } from '../../../wallet/index.ts';
import { type AuthorityChoice, authorityOf } from './authority.ts';
import { currentKeys } from './currentKeys.ts';
import { useOffice } from './hooks.ts';
import { type Issuing, loadIssuing } from './issuing.ts';
import type { Recipe } from './recipe.ts';
import type { Materials, Tools } from './runStore.ts';

/** Nobody: for work that needs no wallet. */
const nobody: Hex = `0x${'00'.repeat(20)}`;

/** Opens what an issue of this recipe is moved on with, as it is when it is asked for. Not before the page is ready. */
export function useTools(label: string): {
  readonly isReady: boolean;
  readonly open: (recipe: Recipe) => Promise<Tools>;
} {
  const [network, client, fleet] = [useNetwork(), useDataClient(), useFleetStore()];
  const [chain, store, writes, signers] = [useChain(), useStore(), useWrites(), useSigners()];
  const cases = useCaseContext();
  const { keeper } = useOffice();
  const latest = useRef({ network, client, fleet, chain, store, writes, signers, cases, keeper, label });
  latest.current = { network, client, fleet, chain, store, writes, signers, cases, keeper, label };
  const open = useCallback(async (recipe: Recipe): Promise<Tools> => {
    const now = latest.current;
    const issuing = await loadIssuing();
    const opened = now.chain.data ?? (await now.chain.refetch()).data;
    const content = now.store.data ?? (await now.store.refetch()).data;
    if (!opened || !content || !now.cases) throw new TransportError('the chain cannot be asked yet');
    const choice = await choiceOf(recipe.authority, now);
    return {
      issuing,
      chain: opened,
      store: content,
      authority: authorityOf(choice, issuing, now.cases.context),
      sender: (now.writes.account?.toLowerCase() as Hex | undefined) ?? nobody,
      isContractError: (error): error is ContractError => error instanceof ContractError,
      send: ({ transaction }) => now.writes.send(transaction, now.label),
      time: async () => (await chainTime(opened)).timestamp,
      record: async (state, transaction) => {
        const { subject, epoch } = issuing.targetOf(state);
        const { channel, kind, group, notBefore, notAfter, serials, drafts, content: stored } = state;
        if (kind === 'publicKeys' || !stored) return;
        const devices = drafts.map(({ manifest }) => (manifest as { readonly device: Hex }).device);
        await now.fleet.addIssue({
          authority: signerId(choice.signer),
          ...{ subject, channel, kind, group, devices, epoch, notBefore, notAfter, transaction, serials },
          digest: stored.digest,
          at: Math.floor(Date.now() / 1_000),
        });
        await now.keeper.saveRecipe(subject, recipe);
        await now.client.poll();
      },
    };
  }, []);
  return { isReady: cases !== null, open };
}

async function choiceOf(
  signer: Recipe['authority'],
  { network, client, signers }: Pick<Latest, 'network' | 'client' | 'signers'>,
): Promise<AuthorityChoice> {
  const option = signers.find((one) => one.signer.signer.toLowerCase() === signer);
  if (option && signer !== '') return { kind: 'signer', signer, option };
  const id = signer === '' ? null : Quorum.idOfSigner(network.addresses.quorumRegistry, signer);
  const record = id ? await client.quorum(id) : null;
  if (record) return { kind: 'quorum', signer: record.signer, record };
  throw new ArgumentError('is not at hand: connect its wallet, or choose another authority', { field: 'authority' });
}

interface Latest {
  readonly network: ReturnType<typeof useNetwork>;
  readonly client: ReturnType<typeof useDataClient>;
  readonly signers: ReturnType<typeof useSigners>;
}

/** Finds the keys that envelopes are sealed to, of the devices of a recipe. */
export function useFind(): (devices: readonly Hex[]) => Materials['find'] {
  const [client, fleet, store] = [useDataClient(), useFleetStore(), useStore()];
  const latest = useRef(store);
  latest.current = store;
  return useCallback(
    (devices) => async () => {
      const issuing: Issuing = await loadIssuing();
      const content = latest.current.data ?? (await latest.current.refetch()).data;
      if (!content) throw new TransportError('IPFS cannot be asked');
      return currentKeys(devices, { issuing, client, fleet, store: content });
    },
    [client, fleet],
  );
}

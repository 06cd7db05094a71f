import type { Hex } from '@gridseal/sdk/bytes';
import type { NodeEvent, NodeEventBody } from '@gridseal/sdk/chain';
import type { Party } from '@gridseal/sdk/protocol/ocpi';
import type { ReactNode } from 'react';
import { Route } from 'wouter';
import {
  type NodeRecord,
  OpenRegistryContext,
  type PartyRecord,
  type RegistryClient,
  type RegistryView,
  type ServiceRecord,
} from '../../../data/index.ts';
import { FakeData, type FakeDataProps, fakeNetwork } from '../../../data/testing/FakeData.tsx';
import type { Language } from '../../../lib/feature.ts';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import type { Reaching } from '../model/reach.ts';
import { createReachStore } from '../model/reachStore.ts';
import { ReachContext } from '../model/useReach.ts';

export const address = (n: number): Hex => `0x${n.toString(16).padStart(2, '0').repeat(20)}`;
export const party = (text: string): Party => ({ country_code: text.slice(0, 2), party_id: text.slice(3) });

export function node(n: number, given: Partial<NodeRecord> = {}): NodeRecord {
  const operator = address(n);
  return { operator, url: `https://node${n}.example`, key: operator, unusable: null, since: 10, changed: 10, ...given };
}

export function member(id: string, n: number, given: Partial<PartyRecord> = {}): PartyRecord {
  return {
    ...{ address: address(n), id: party(id), roles: ['CPO'], operator: address(1), certificate: null },
    modules: { SENDER: ['locations', 'sessions'], RECEIVER: ['commands'] },
    ...{ notAfter: 2 ** 48 - 1, offeredTo: null, since: 11, changed: 11 },
    ...given,
  };
}

export function service(n: number, given: Partial<ServiceRecord> = {}): ServiceRecord {
  return {
    ...{ provider: address(n), name: 'Clearing', url: 'https://clearing.example', permissions: 0b1_1000_0000 },
    ...{ isUnusable: false, since: 12, changed: 12 },
    ...given,
  };
}

export function view(given: Partial<RegistryView> = {}): RegistryView {
  return {
    ...{ registry: fakeNetwork.addresses.nodeRegistry as Hex, asOf: { block: 100, time: 1_795_000_000 } },
    ...{ anchors: { quorums: [], needed: 0 }, isWhole: true, nodes: [], parties: [], services: [], agreements: [] },
    ...given,
  };
}

export function happened(block: number, body: NodeEventBody): NodeEvent {
  const digits: Hex = `0x${block.toString(16).padStart(8, '0').repeat(8)}`;
  return { ...body, block, logIndex: 0, blockHash: digits, transaction: digits };
}

export interface NetworkScene extends Partial<Omit<FakeDataProps, 'children'>> {
  readonly page: ReactNode;
  readonly pattern?: string;
  readonly path?: string;
  readonly language?: Language;
  /** Null: no registry; an error: it cannot be read. */
  readonly registry?: RegistryView | null | Error;
  readonly history?: readonly NodeEvent[];
  /** What is found out about a node, by its URL. */
  readonly reach?: (url: string) => Reaching;
}

/** A page of the network at its address; no chain and no host answers. */
export function visit(scene: NetworkScene) {
  const { page, pattern = '/network', path = pattern, language = 'en', registry = view(), history = [], reach } = scene;
  const client: RegistryClient = {
    view: async () => {
      if (registry instanceof Error) throw registry;
      return registry;
    },
    history: async () => ({ total: history.length, items: history, isWhole: true }),
    close: () => undefined,
  };
  const store = createReachStore(async ({ url }) => reach?.(url) ?? { state: 'unreachable', at: 0 });
  const { events = [], contents = [], ...data } = scene;
  return renderPage(
    <FakeData events={events} contents={contents} {...(data.status ? { status: data.status } : {})}>
      <OpenRegistryContext value={async () => client}>
        <ReachContext value={store}>
          <Route path={pattern}>{page}</Route>
        </ReachContext>
      </OpenRegistryContext>
    </FakeData>,
    { language, path, texts: { network: { en, de }, trust: { en: trustEn, de: trustDe } } },
  );
}

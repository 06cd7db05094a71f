import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent } from '@gridseal/sdk/chain';
import { Quorum } from '@gridseal/sdk/quorum';
import type { ReactNode } from 'react';
import { Route } from 'wouter';
import { eventAt, FakeData, type FakeDataProps, fakeNetwork } from '../../../data/testing/FakeData.tsx';
import proposeDe from '../../../propose/messages/de.ts';
import proposeEn from '../../../propose/messages/en.ts';
import { type RenderOptions, renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import { WalletProvider } from '../../../wallet/index.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';

export const registry = fakeNetwork.addresses.quorumRegistry;
export const wallet = (n: number): Hex => `0x${String(n).repeat(40)}`;

/** The quorum's first version, and the event of it. */
export function founded(
  block: number,
  input: Parameters<typeof Quorum.from>[0],
): { readonly id: Hex; readonly signer: Hex; readonly event: ChainEvent } {
  const { members, threshold, revocationThreshold, ...rest } = Quorum.from(input);
  const id = Quorum.id({ members, threshold, revocationThreshold, ...rest });
  const event = eventAt(block, { type: 'quorumCreated', quorum: id, members, threshold, revocationThreshold });
  return { id, signer: Quorum.signer(registry, id).toLowerCase() as Hex, event };
}

/** The event of a later version. */
export function rotated(
  block: number,
  quorum: Hex,
  version: number,
  input: Parameters<typeof Quorum.from>[0],
): ChainEvent {
  const { members, threshold, revocationThreshold } = Quorum.from(input);
  return eventAt(block, { type: 'quorumRotated', quorum, version, members, threshold, revocationThreshold });
}

export interface Scene extends Partial<Omit<FakeDataProps, 'children'>>, Pick<RenderOptions, 'language'> {
  readonly page: ReactNode;
  readonly pattern: string;
  readonly path: string;
}

/** A page at its address, with texts, data and wallets around it; no chain answers. */
export function visit({ page, pattern, path, language = 'en', ...data }: Scene) {
  return renderPage(
    <WalletProvider network={fakeNetwork}>
      <FakeData {...data}>
        <Route path={pattern}>{page}</Route>
      </FakeData>
    </WalletProvider>,
    {
      language,
      path,
      texts: {
        quorums: { en, de },
        trust: { en: trustEn, de: trustDe },
        propose: { en: proposeEn, de: proposeDe },
      },
    },
  );
}

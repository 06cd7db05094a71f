import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses } from '@gridseal/sdk/chain';
import { secp256k1Signer } from '@gridseal/sdk/crypto';
import { type Action, Approval, Proposal, Quorum, type QuorumState, TypedData } from '@gridseal/sdk/quorum';
import type { ReactNode } from 'react';
import { FakeData, type FakeDataProps, fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { type CaseFile, standingOf, waysToSign } from '../../../propose/index.ts';
import { renderPage } from '../../../testing/renderPage.tsx';
import trustDe from '../../../trust/messages/de.ts';
import trustEn from '../../../trust/messages/en.ts';
import { WalletProvider } from '../../../wallet/index.ts';
import de from '../messages/de.ts';
import en from '../messages/en.ts';

/** Keys of tests: everybody knows them. */
export const secrets = [1, 2, 3, 4].map((last) => new Uint8Array(32).map((_, i) => (i === 31 ? last : 0)));
const people = secrets.map((secret) => secp256k1Signer(secret));
export const [alice, bob, carol, stranger] = people as [
  (typeof people)[0],
  (typeof people)[0],
  (typeof people)[0],
  (typeof people)[0],
];

export const now = 1_795_000_000;
export const registry = contractAddresses.quorumRegistry.toLowerCase() as Hex;
export const two: QuorumState = Quorum.firstState(
  Quorum.from({ members: [alice, bob, carol].map(({ signer }) => ({ signer })), threshold: 2 }),
);

export function endorsement(deadline = now + 3_600): Action.Endorse {
  const message = { certificate: `0x${'c1'.repeat(32)}` as Hex, quorum: two.id, version: 1, deadline };
  return { action: 'endorse', chainId: fakeNetwork.chainId, registry, message };
}

export const proposal = Proposal.from(endorsement(), { note: 'As agreed.' });
export const approvalsOf = (...who: (typeof people)[0][]) =>
  Promise.all(who.map((signer) => Approval.sign(signer, endorsement())));

interface CaseInput {
  readonly approvals?: readonly Approval.Approval[];
  readonly state?: CaseFile['state'];
  /** Signers at hand. */
  readonly signers?: readonly Hex[];
  readonly of?: Proposal.Proposal;
  readonly isKnown?: boolean;
}

/** What is known of a proposal, weighed as the page does. */
export async function caseOf(input: CaseInput = {}): Promise<CaseFile> {
  const { approvals = [], state = 'open', signers = [], of = proposal, isKnown = true } = input;
  const quorums = new Map(isKnown ? [[two.id, two] as const] : []);
  const verifiers = {};
  const standing = await standingOf({ proposal: of, quorums, approvals, recorded: async () => [], verifiers, now });
  const digest = TypedData.digest(Proposal.actionOf(of));
  const ways = waysToSign(of, quorums, signers).map((way) => ({
    ...way,
    done: standing?.said.has(`${way.signer} ${digest}`) ?? false,
  }));
  return { proposal: of, digest, state, quorums, standing, ways };
}

interface ShowOptions extends Omit<FakeDataProps, 'children'> {
  readonly language?: 'en' | 'de';
}

/** Renders a card of this feature with data, wallets and texts around it. No server stands behind the network. */
export function showCard(node: ReactNode, { language = 'en', ...data }: ShowOptions = {}) {
  return renderPage(
    <FakeData {...data}>
      <WalletProvider network={fakeNetwork}>{node}</WalletProvider>
    </FakeData>,
    { language, texts: { approvals: { en, de }, trust: { en: trustEn, de: trustDe } } },
  );
}

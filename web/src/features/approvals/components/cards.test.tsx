import 'fake-indexeddb/auto';
import { toHex } from '@gridseal/sdk/bytes';
import { Approval, Proposal } from '@gridseal/sdk/quorum';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { privateKeyToAccount } from 'viem/accounts';
import { afterEach, describe, expect, test } from 'vitest';
import { announceTestProvider, type TestProvider } from '../../../testing/testProvider.ts';
import { ConnectButton } from '../../../wallet/index.ts';
import { whatIsSigned } from '../model/whatIsSigned.ts';
import {
  alice,
  approvalsOf,
  bob,
  carol,
  caseOf,
  endorsement,
  proposal,
  registry,
  secrets,
  showCard,
  stranger,
  two,
} from '../testing/showCard.tsx';
import { DecisionCard } from './DecisionCard.tsx';
import { ProgressCard } from './ProgressCard.tsx';
import { ReviewDialog } from './ReviewDialog.tsx';
import { SubmitCard } from './SubmitCard.tsx';

const draft = `0x${'dd'.repeat(32)}` as const;
const what = whatIsSigned(proposal);
const nothing = () => undefined;
const slow = { timeout: 10_000 };
let provider: TestProvider | undefined;
afterEach(() => {
  provider?.dispose();
  provider = undefined;
  localStorage.clear();
});

const option = { id: 'wallet:a', kind: 'wallet', name: 'Wallet', signer: alice, problem: null } as const;
const way = { signer: alice.signer, through: [], asked: proposal, done: false };

describe('ProgressCard', () => {
  test('behavior: who has approved, who is missing, and how much', async () => {
    showCard(<ProgressCard file={await caseOf({ approvals: await approvalsOf(alice) })} />);
    expect(screen.getByText('A weight of 1 is missing.')).toBeTruthy();
    expect(screen.getAllByText('missing')).toHaveLength(2);
    expect(screen.getAllByText('approved')).toHaveLength(1);
  });

  test('behavior: in German, enough', async () => {
    const file = await caseOf({ approvals: await approvalsOf(alice, bob) });
    showCard(<ProgressCard file={file} />, { language: 'de' });
    expect(screen.getByText('Genug haben zugestimmt.')).toBeTruthy();
  });

  test('attack: a signature of somebody else is wrong, and counts nothing', async () => {
    const [good, other] = (await approvalsOf(alice, bob)) as [Approval.Approval, Approval.Approval];
    const file = await caseOf({ approvals: [good, { ...other, signature: good.signature }] });
    showCard(<ProgressCard file={file} />);
    expect(screen.getByText('signature wrong')).toBeTruthy();
    expect(screen.getByText('A weight of 1 is missing.')).toBeTruthy();
  });

  test('attack: approvals of strangers and of other versions are set aside, each with the reason', async () => {
    const old = endorsement();
    const stale = await Approval.sign(bob, { ...old, message: { ...old.message, version: 2 } });
    const file = await caseOf({ approvals: [...(await approvalsOf(stranger)), stale] });
    showCard(<ProgressCard file={file} />);
    expect(screen.getByText('its signer is not a member')).toBeTruthy();
    expect(screen.getByText('A weight of 2 is missing.')).toBeTruthy();
    expect(screen.queryByText('approved')).toBeNull();
  });

  test('attack: one member approves twice, and counts once', async () => {
    const [first] = (await approvalsOf(alice)) as [Approval.Approval];
    showCard(<ProgressCard file={await caseOf({ approvals: [first, { ...first }] })} />);
    expect(screen.getByText('A weight of 1 is missing.')).toBeTruthy();
  });

  test('error: a quorum that is not known', async () => {
    showCard(<ProgressCard file={await caseOf({ isKnown: false })} />);
    expect(screen.getByText(/nobody can say who has to approve/)).toBeTruthy();
  });
});

describe('DecisionCard', () => {
  test('error: whoever is not asked can connect, and nothing can be signed', async () => {
    showCard(<DecisionCard draft={draft} file={await caseOf()} onShare={nothing} />);
    expect(screen.getByText('None of your signers is asked here.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Connect wallet' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Review and sign' })).toBeNull();
  });

  test.each(['done', 'stale', 'expired', 'unknown', 'foreign'] as const)(
    'error: nothing is asked for once it is %s',
    async (state) => {
      const file = await caseOf({ state, signers: [alice.signer] });
      const { container } = showCard(<DecisionCard draft={draft} file={file} onShare={nothing} />);
      expect(container.querySelector('button')).toBeNull();
    },
  );

  test('behavior: a connected member is asked to review', async () => {
    const account = privateKeyToAccount(toHex(secrets[0] as Uint8Array));
    provider = announceTestProvider('Aurora Wallet', account, 31_337);
    const file = await caseOf({ signers: [alice.signer] });
    showCard(
      <>
        <ConnectButton />
        <DecisionCard draft={draft} file={file} onShare={nothing} />
      </>,
    );
    await userEvent.click(screen.getAllByRole('button', { name: 'Connect wallet' })[0] as HTMLElement);
    await userEvent.click(await screen.findByRole('button', { name: /Aurora Wallet/ }));
    const review = await screen.findByRole('button', { name: 'Review and sign' });
    expect(review).toHaveProperty('disabled', false);
  });

  test('attack: markup in a note is text, and what was put aside can be considered again', async () => {
    const { reject, reconsider } = await import('../../../propose/cases/keep.ts');
    await reject(draft, 'Not <b>before</b> the audit', 1);
    try {
      const file = await caseOf({ signers: [alice.signer] });
      const { container } = showCard(<DecisionCard draft={draft} file={file} onShare={nothing} />);
      await screen.findByText('Not <b>before</b> the audit');
      expect(container.querySelector('b')).toBeNull();
      await userEvent.click(screen.getByRole('button', { name: 'Consider it again' }));
      await waitFor(() => expect(screen.queryByText('You have put this aside.')).toBeNull());
    } finally {
      await reconsider(draft);
    }
  });
});

describe('SubmitCard', () => {
  const enough = async () => caseOf({ approvals: await approvalsOf(alice, carol) });

  test('behavior: waits while approvals are missing', async () => {
    showCard(<SubmitCard file={await caseOf({ approvals: await approvalsOf(alice) })} what={what} />);
    expect(screen.getByText(/anybody can submit it here/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('error: an endpoint that does not answer is not a registry that refuses', async () => {
    showCard(<SubmitCard file={await enough()} what={what} />);
    expect((await screen.findByRole('alert', {}, slow)).textContent).toContain('The chain could not be asked');
    expect(screen.queryByText('Simulated: the registry would refuse it.')).toBeNull();
    expect(screen.queryByText('Simulated: the registry accepts it.')).toBeNull();
    expect(screen.getByText('Connect any wallet to submit.')).toBeTruthy();
  });

  test.each(['done', 'stale', 'expired', 'unknown', 'foreign'] as const)(
    'error: nothing is sent once it is %s',
    async (state) => {
      const file = { ...(await enough()), state };
      const { container } = showCard(<SubmitCard file={file} what={what} />);
      expect(container.querySelector('section')).toBeNull();
    },
  );

  test('error: what a member of another quorum is asked goes back to whoever collects', async () => {
    const message = { quorum: two.id, version: 1, digest: draft };
    const asked = Proposal.from({ action: 'approve', chainId: 31_337, registry, message });
    const signed = await Promise.all([alice, bob].map((one) => Approval.sign(one, Proposal.actionOf(asked))));
    const file = await caseOf({ of: asked, approvals: signed });
    showCard(<SubmitCard file={file} what={whatIsSigned(asked)} />);
    expect(screen.getByText(/Hand the approvals back/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('error: a quorum that is not known sends nothing', async () => {
    const { container } = showCard(<SubmitCard file={await caseOf({ isKnown: false })} what={what} />);
    expect(container.querySelector('section')).toBeNull();
  });
});

describe('ReviewDialog', () => {
  test('behavior: every field of the typed data, by the name that wallets show, and the final hash', () => {
    showCard(<ReviewDialog mode="sign" way={way} option={option} onClose={nothing} />);
    const { message, domain } = what.typedData;
    const shown = screen.getByRole('dialog', { name: 'Sign this approval', hidden: true }).textContent ?? '';
    for (const [name, value] of Object.entries({ ...message, ...domain })) {
      if (name === 'name' || name === 'version') continue;
      expect(shown, name).toContain(name);
      expect(shown, name).toContain(String(value));
    }
    expect(shown).toContain(what.parts.digest);
  });

  test('error: while the chain cannot be asked nothing can be signed or sent', async () => {
    for (const [mode, button] of [
      ['sign', 'Sign'],
      ['send', 'Send approval'],
    ] as const) {
      const { unmount } = showCard(<ReviewDialog mode={mode} way={way} option={option} onClose={nothing} />);
      expect(screen.getByRole('button', { name: button, hidden: true })).toHaveProperty('disabled', true);
      expect(await screen.findByText(/The chain could not be asked/, {}, slow)).toBeTruthy();
      expect(screen.getByRole('button', { name: button, hidden: true })).toHaveProperty('disabled', true);
      unmount();
    }
  });

  test('error: closed, it is not there', () => {
    showCard(<ReviewDialog mode={undefined} way={way} option={option} onClose={nothing} />);
    expect(screen.queryByText('Sign this approval')).toBeNull();
    expect(screen.queryByText(what.parts.digest)).toBeNull();
  });
});

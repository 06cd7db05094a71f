import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { useBlockTimes, useChainTime, useEvents, useIndex, useQuorum, useSettings, useTrustPolicy } from '../index.ts';
import { eventAt, FakeData } from './FakeData.tsx';

const quorum = `0x${'11'.repeat(32)}` as const;
const signer = `0x${'22'.repeat(20)}` as const;
const created = eventAt(7, {
  type: 'quorumCreated',
  quorum,
  members: [{ signer, weight: 1 }],
  threshold: 1,
  revocationThreshold: 1,
});

function Shown() {
  const events = useEvents();
  const found = useQuorum(quorum);
  const [time] = useBlockTimes([7]).data ?? [];
  const { status } = useIndex();
  const [settings, change] = useSettings();
  const name = settings.names[quorum];
  return (
    <main>
      <p>{`${status} ${events.data?.total} ${found.data?.state.members[0]?.signer} ${time} ${useChainTime()}`}</p>
      <p>{`${useTrustPolicy().anchors.length} anchors`}</p>
      <button type="button" onClick={() => change({ names: { [quorum]: 'Root' } })}>
        {name ?? 'unnamed'}
      </button>
    </main>
  );
}

function show(props: Partial<Parameters<typeof FakeData>[0]> = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <FakeData events={[created]} {...props}>
        <Shown />
      </FakeData>
    </QueryClientProvider>,
  );
}

describe('the hooks', () => {
  test('behavior: give what the events say', async () => {
    show();
    await screen.findByText(`live 1 ${signer} 1794999814 1795000000`);
  });

  test('behavior: the policy and the names are those of the settings', async () => {
    const trust = { 31337: { anchors: [{ quorum }] } };
    localStorage.setItem('gridseal/settings/v1', JSON.stringify({ trust }));
    show();
    await screen.findByText('1 anchors');
    screen.getByRole('button', { name: 'unnamed' }).click();
    await screen.findByRole('button', { name: 'Root' });
    expect(JSON.parse(localStorage.getItem('gridseal/settings/v1') ?? '').names).toEqual({ [quorum]: 'Root' });
  });

  test('error: an answer that fails is the error of the query', async () => {
    show({ answers: { events: () => Promise.reject(new Error('no')) } });
    await screen.findByText(`live undefined ${signer} 1794999814 1795000000`);
  });

  test('error: without a provider', () => {
    expect(() => render(<Shown />)).toThrow('DataProvider');
  });
});

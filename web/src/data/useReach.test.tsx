import type { Hex } from '@gridseal/sdk/bytes';
import { screen } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { renderPage } from '../testing/renderPage.tsx';
import { useCertificates, useQuorums } from './hooks.ts';
import { createSettingsStore } from './settingsStore.ts';
import { FakeData, fakeNetwork } from './testing/FakeData.tsx';
import { useRows } from './useRows.ts';

const anchor: Hex = `0x${'11'.repeat(32)}`;
const page = { total: 0, offset: 0, items: [] };

function Lists() {
  const { isSuccess } = useCertificates({ reach: 'anchors', limit: 7 });
  useCertificates({ reach: 'all', kinds: ['party'] });
  useQuorums();
  const rows = useRows('certificates', { reach: 'anchors' });
  return <p>{`${isSuccess && rows.isLoaded}, ${rows.hidden} left out`}</p>;
}

/** What the worker is asked for. */
async function ask(): Promise<readonly unknown[]> {
  const asked: unknown[] = [];
  const answer = async (filter: unknown) => {
    asked.push(filter);
    return { ...page, hidden: 5 };
  };
  renderPage(
    <FakeData answers={{ certificates: answer as never, quorums: answer as never }}>
      <Lists />
    </FakeData>,
  );
  await screen.findByText('true, 5 left out');
  return asked;
}

afterEach(() => localStorage.clear());

describe('reach', () => {
  test('behavior: is told to the worker with the user’s policy', async () => {
    const trust = { anchors: [{ quorum: anchor }] };
    createSettingsStore(localStorage, globalThis).change({ trust: { [String(fakeNetwork.chainId)]: trust } });
    expect(await ask()).toEqual([
      { limit: 7, within: { policy: trust, only: true } },
      { kinds: ['party'] },
      { within: { policy: trust, only: false } },
      { within: { policy: trust, only: true }, offset: 0, limit: 500 },
    ]);
  });

  test('behavior: without anchors, everything is shown', async () => {
    expect(await ask()).toEqual([{ limit: 7 }, { kinds: ['party'] }, {}, { offset: 0, limit: 500 }]);
  });
});

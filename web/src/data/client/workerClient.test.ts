// @vitest-environment node
import { expose } from 'comlink';
import { describe, expect, test } from 'vitest';
import { fakeNetwork } from '../testing/FakeData.tsx';
import { initialStatus } from './statusStore.ts';
import type { Listener, Outcome, WorkerApi } from './workerApi.ts';
import { createWorkerClient } from './workerClient.ts';

const id = `0x${'11'.repeat(32)}` as const;
const noListener: Listener = { status: () => undefined, changed: () => undefined };

/** A client whose worker is at the other end of a message channel. */
function connect(answer: (question: string, input: readonly unknown[]) => Promise<Outcome>, listener = noListener) {
  const seen = { started: 0, ended: 0 };
  const api: WorkerApi = {
    start: (network, page) => {
      seen.started++;
      expect(network.chainId).toBe(fakeNetwork.chainId);
      page.status({ ...initialStatus, status: 'live', events: 7 });
    },
    ask: answer,
  };
  const create = () => {
    const { port1, port2 } = new MessageChannel();
    expose(api, port2 as never);
    const terminate = () => {
      seen.ended++;
      port1.close();
    };
    return Object.assign(port1, { terminate }) as unknown as Worker;
  };
  return { seen, client: createWorkerClient(fakeNetwork, listener, create) };
}

describe('asking the worker', () => {
  test('behavior: the first question starts it, and it tells its status', async () => {
    const statuses: number[] = [];
    const listener: Listener = { ...noListener, status: ({ events }) => void statuses.push(events) };
    const { client, seen } = connect(async (question, input) => ({ value: { question, input } }), listener);
    expect(await client.quorum(id)).toEqual({ question: 'quorum', input: [id] });
    client.start();
    expect(seen.started).toBe(1);
    await expect.poll(() => statuses).toEqual([7]);
    client.close();
  });

  test('error: a problem keeps its fields', async () => {
    const problem = { code: 'TRANSPORT', shortMessage: 'gone', field: 'gateways', metaMessages: ['a: refused'] };
    const { client } = connect(async () => ({ problem }));
    await expect(client.content(id)).rejects.toMatchObject({ name: 'DataError', ...problem, problem });
    client.close();
  });

  test('error: closing ends what is under way, and it can be started again', async () => {
    let isHanging = true;
    const { client, seen } = connect((question) =>
      isHanging ? new Promise(() => undefined) : Promise.resolve({ value: question }),
    );
    const hanging = client.events({});
    setTimeout(client.close, 20);
    await expect(hanging).rejects.toMatchObject({ code: 'CLOSED' });
    isHanging = false;
    expect(await client.status()).toBe('status');
    expect(seen).toEqual({ started: 2, ended: 1 });
    client.close();
  });
});

// @vitest-environment node
import { expose } from 'comlink';
import { describe, expect, test } from 'vitest';
import type { WorkerApi } from './client/workerApi.ts';
import { startData } from './dataStart.ts';
import { createSettingsStore } from './settingsStore.ts';
import { fakeNetwork } from './testing/FakeData.tsx';

const { origin: _, ...json } = fakeNetwork;
const other = { ...json, chainId: 4_202, name: 'Other' };

/** A page whose config.json is that, and what happens to its workers. */
function open(config: unknown, stored: string | null = null) {
  const seen = { made: 0, ended: 0, started: [] as number[] };
  const gate = Promise.withResolvers<void>();
  const api: WorkerApi = {
    start: (network, page) => {
      seen.started.push(network.chainId);
      page.changed(['events']);
    },
    ask: async (question) => ({ value: question }),
  };
  const createWorker = () => {
    seen.made++;
    const { port1, port2 } = new MessageChannel();
    expose(api, port2 as never);
    const terminate = () => {
      seen.ended++;
      port1.close();
    };
    return Object.assign(port1, { terminate }) as unknown as Worker;
  };
  const fetch = async () => {
    await gate.promise;
    return new Response(JSON.stringify(config));
  };
  const settings = createSettingsStore({ getItem: () => stored, setItem: () => undefined }, new EventTarget());
  const start = startData({ base: 'https://host.example/', fetch, settings, createWorker });
  return { start, seen, arrive: gate.resolve };
}

describe('the start of a page', () => {
  test('behavior: the worker is there before config.json, and reads before anybody asks', async () => {
    const { start, seen, arrive } = open({ networks: [json, other] });
    expect(seen).toEqual({ made: 1, ended: 0, started: [] });
    arrive();
    const [network] = await start.networks;
    await expect.poll(() => seen.started).toEqual([31_337]);
    const data = start.open(network as typeof fakeNetwork);
    data.client.start();
    expect(await data.client.status()).toBe('status');
    expect(seen).toEqual({ made: 1, ended: 0, started: [31_337] });
    data.client.close();
    expect(seen.ended).toBe(1);
  });

  test('behavior: tells what has changed to who listens', async () => {
    const { start, seen, arrive } = open({ networks: [json] });
    arrive();
    const [network] = await start.networks;
    const data = start.open(network as typeof fakeNetwork);
    const heard: string[] = [];
    data.listen((scopes) => heard.push(...scopes));
    await expect.poll(() => heard).toEqual(['events']);
    expect(seen.made).toBe(1);
    data.client.close();
  });

  test('behavior: the network that the user chose is the one that is read', async () => {
    const { start, seen, arrive } = open({ networks: [json, other] }, JSON.stringify({ chainId: 4_202 }));
    arrive();
    const networks = await start.networks;
    await expect.poll(() => seen.started).toEqual([4_202]);
    const data = start.open(networks[1] as typeof fakeNetwork);
    expect(data.network.name).toBe('Other');
    data.client.close();
    expect(seen).toMatchObject({ made: 1, ended: 1 });
  });

  test('behavior: another network than the one that runs ends it', async () => {
    const { start, seen, arrive } = open({ networks: [json, other] });
    arrive();
    const networks = await start.networks;
    await expect.poll(() => seen.started).toEqual([31_337]);
    const data = start.open(networks[1] as typeof fakeNetwork);
    expect(seen).toMatchObject({ made: 1, ended: 1 });
    data.client.start();
    await expect.poll(() => seen.started).toEqual([31_337, 4_202]);
    data.client.close();
    expect(seen).toMatchObject({ made: 2, ended: 2 });
  });

  test('error: a config.json that is wrong ends the worker', async () => {
    const { start, seen, arrive } = open({ networks: [{ ...json, rpcUrls: [] }] });
    arrive();
    await expect(start.networks).rejects.toThrow('networks[0].rpcUrls');
    await expect.poll(() => seen.ended).toBe(1);
    expect(seen.started).toEqual([]);
  });
});

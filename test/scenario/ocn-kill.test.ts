import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cdr, CommandResult, Location, Party, Session, Token } from '../../sdk/src/protocol/ocpi/index.ts';
import * as fixtures from '../../sdk/src/protocol/ocpi/ocpi.fixtures.ts';
import { type BridgeOffice, directoryOf, startBridgeOffice } from '../support/ocnBridges.ts';
import { type Nodes, startNodes } from '../support/ocnNodes.ts';

// An operator of charge points and two providers, each on a node of another operator. The nodes die, by SIGKILL; the bridges do not care.

const cpoId: Party = { country_code: 'DE', party_id: 'GSL' };
const emspId: Party = { country_code: 'NL', party_id: 'EMP' };
const otherId: Party = { country_code: 'CH', party_id: 'MSP' };

const patience = { timeout: 60_000 };

let nodes: Nodes;
let cpo: BridgeOffice;
let emsp: BridgeOffice;
let other: BridgeOffice;

/** What was done, each time it was: nothing may be done twice. */
const done: string[] = [];
/** What happens in the moment in which something was done, before anybody is told of it. */
let atOnce: (what: string) => Promise<void> | void = () => undefined;
let resultOf: (result: CommandResult) => void = () => undefined;

const noting = (who: string) => ({
  onReceived: async (kind: string, { id }: { readonly id: string }) => {
    done.push(`${who} ${kind} ${id}`);
    await atOnce(`${who} ${kind} ${id}`);
  },
});

beforeAll(async () => {
  nodes = await startNodes(3, () => ({ policy: { timeoutSeconds: 2 } }));
  const directory = directoryOf(nodes);
  const [a, b, c] = [nodes.at(0), nodes.at(1), nodes.at(2)];
  cpo = await startBridgeOffice(
    nodes,
    directory,
    { node: b, account: 4, id: cpoId, role: 'CPO' },
    {
      ...noting('CPO'),
      onCommand: async (type) => {
        done.push(`CPO ${type}`);
        const result = new Promise<CommandResult>((resolve) => {
          resultOf = resolve;
        });
        return { response: { result: 'ACCEPTED', timeout: 120 }, result };
      },
    },
  );
  const onCommandResult = async (_: string, { result }: CommandResult) => void done.push(`EMSP result ${result}`);
  const terms = { ...noting('EMSP'), onCommandResult };
  emsp = await startBridgeOffice(nodes, directory, { node: a, account: 5, id: emspId, role: 'EMSP' }, terms);
  other = await startBridgeOffice(
    nodes,
    directory,
    { node: c, account: 6, id: otherId, role: 'EMSP' },
    noting('OTHER'),
  );
  await directory.refresh();
}, 120_000);
afterAll(() => nodes?.[Symbol.asyncDispose]());

const times = (what: string) => done.filter((one) => one === what).length;

/** A session of a provider, and its periods as they were received. */
const sessionOf = (id: string, { country_code, party_id }: Party) =>
  ({
    ...fixtures.session(),
    id,
    charging_periods: [],
    cdr_token: { ...fixtures.cdrToken(), country_code, party_id },
  }) as unknown as Session;
const period = (name: string) => ({
  charging_periods: [
    { start_date_time: '2026-11-20T10:00:00Z', dimensions: [{ type: 'ENERGY' as const, volume: 1 }], tariff_id: name },
  ],
  last_updated: '2026-11-20T11:00:00Z',
});
async function periodsAt({ office }: BridgeOffice, id: string): Promise<readonly string[]> {
  const session = await office.received.sessions.get(cpoId, id);
  return (session?.charging_periods ?? []).map(({ tariff_id }) => String(tariff_id));
}

describe('nodes are killed, and start again', () => {
  test('behavior: each of three dies while messages are under way: all arrive, in their order, and none twice', async () => {
    const sessions = [
      ...['S1', 'S2', 'S3'].map((id) => ({ id, to: emsp })),
      ...['S4', 'S5', 'S6'].map((id) => ({ id, to: other })),
    ];
    const names = Array.from({ length: 12 }, (_, i) => `p${i}`);
    const queued = [];
    for (const { id, to } of sessions) queued.push(await cpo.bridge.sessions.put(to.id, sessionOf(id, to.id)));
    for (const name of names) {
      for (const { id, to } of sessions) queued.push(await cpo.bridge.sessions.patch(to.id, cpoId, id, period(name)));
    }
    const tokens = Array.from({ length: 20 }, (_, i) => ({ ...fixtures.token(), uid: `T${i}` }) as Token);
    for (const token of tokens) queued.push(await emsp.bridge.tokens.put(cpoId, token));
    const dying: readonly (readonly number[])[] = [[1], [0, 2]];
    for (const indices of dying) {
      const before = done.length;
      await expect.poll(() => done.length, { ...patience, interval: 5 }).toBeGreaterThan(before + 5);
      await Promise.all(indices.map((index) => nodes.at(index).kill()));
      expect((await cpo.bridge.outbox.status()).waiting).toBeGreaterThan(0);
      await Promise.all(indices.map((index) => nodes.at(index).start()));
    }
    await Promise.all(queued.map((one) => one.arrived()));
    for (const { id, to } of sessions) expect(await periodsAt(to, id)).toEqual(names);
    for (const { uid } of tokens) expect(times(`CPO tokens ${uid}`), uid).toBe(1);
    for (const { bridge } of [cpo, emsp, other]) {
      expect(await bridge.outbox.status()).toMatchObject({ waiting: 0, dead: 0 });
    }
  });

  test('behavior: both nodes die between a command and its result: the result comes, once', async () => {
    const { response_url: _, ...start } = fixtures.startSession();
    const asked = await emsp.bridge.commands.startSession(cpoId, start as never);
    expect(asked.response).toMatchObject({ result: 'ACCEPTED' });
    await Promise.all([nodes.at(0).kill(), nodes.at(1).kill()]);
    // There is nobody to tell it to.
    resultOf({ result: 'ACCEPTED' });
    await expect.poll(async () => (await cpo.bridge.outbox.status()).waiting, patience).toBe(1);
    await Promise.all([nodes.at(0).start(), nodes.at(1).start()]);
    expect(await asked.result()).toMatchObject({ result: 'ACCEPTED' });
    await expect.poll(async () => (await cpo.bridge.outbox.status()).waiting, patience).toBe(0);
    expect([times('CPO START_SESSION'), times('EMSP result ACCEPTED')]).toEqual([1, 1]);
  });

  test('behavior: both nodes die between two pages: the rest of the list is read by the link that was given before', async () => {
    const ids = Array.from({ length: 7 }, (_, i) => `L${i}`);
    for (const id of ids) await cpo.office.own.locations.put({ ...fixtures.location(), id } as Location);
    const pages = emsp.bridge.locations.pages(cpoId);
    const read: string[] = [];
    const next = async () => {
      const page = await pages.next();
      read.push(...(page.value?.objects ?? []).map(({ id }) => id));
      return page.done === true;
    };
    expect(await next()).toBe(false);
    expect(read).toHaveLength(2);
    await Promise.all([nodes.at(0).kill(), nodes.at(1).kill()]);
    await Promise.all([nodes.at(0).start(), nodes.at(1).start()]);
    while (!(await next()));
    expect(read.sort()).toEqual(ids);
  });

  test.each([
    ['the sender’s', 1, 'C1'],
    ['the receiver’s', 0, 'C2'],
  ] as const)(
    'behavior: %s node dies after a CDR was written and before its sender is told: it is sent again, and written once',
    async (_, index, id) => {
      const node = nodes.at(index);
      let killed = 0;
      atOnce = async (what) => {
        if (what !== `EMSP cdrs ${id}`) return;
        killed += 1;
        await node.kill();
      };
      const sent = await cpo.bridge.cdrs.post(emspId, { ...fixtures.cdr(), id } as Cdr);
      await expect.poll(() => killed, patience).toBe(1);
      await node.run.ended;
      expect((await cpo.bridge.outbox.status()).waiting).toBe(1);
      await node.start();
      await sent.arrived();
      expect([killed, times(`EMSP cdrs ${id}`)]).toEqual([1, 1]);
      expect((await emsp.office.received.cdrs.list()).objects.filter((one) => one.id === id)).toHaveLength(1);
    },
  );
});

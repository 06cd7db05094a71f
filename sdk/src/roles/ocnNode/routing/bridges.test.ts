import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Hex, utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import {
  type Bridge,
  createBridge,
  memoryBackOffice,
  memoryBridgeStore,
  signersFrom,
  verifyCdrProof,
} from '../../../ocn/index.ts';
import type { Cdr, Location, Party, Role, Session, Tariff, Token } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { createTestDirectory } from '../testing/testDirectory.ts';
import { network, startNode, type TestNode, testSigner } from './network.fixtures.ts';

const directory = createTestDirectory();
const cpo: Party = { country_code: 'DE', party_id: 'GSL' };
const emsp: Party = { country_code: 'NL', party_id: 'EMP' };
const opened: AsyncDisposable[] = [];
let [a, b] = [] as unknown as [TestNode, TestNode];
let [left, right] = [] as unknown as [Office, Office];

/** How many answers to credentials are still to be lost: the node has stored and answered, and nobody hears of it. */
let losing = 0;
const lossyFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (losing === 0 || init?.method === 'GET' || !String(input).endsWith('/credentials')) return response;
  losing -= 1;
  expect(await response.json()).toMatchObject({ status_code: 1000 });
  throw new TypeError('fetch failed');
};

interface Office extends AsyncDisposable {
  readonly bridge: Bridge;
  readonly office: ReturnType<typeof memoryBackOffice>;
  readonly signer: Hex;
}

/** A back office with its bridge, registered with a node; it trusts what the registry says of signers, and no node. */
async function startOffice(node: TestNode, id: Party, role: 'CPO' | 'EMSP', n: number): Promise<Office> {
  const signer = testSigner(n);
  const address = signer.signer.toLowerCase() as Hex;
  directory.setParty(id, node.operator, [role as Role], { address });
  let listener: ReturnType<typeof getRequestListener> | null = null;
  const server: Server = createServer((request, response) => void listener?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const office = memoryBackOffice({
    roles: [role],
    onCommand: async () => ({
      response: { result: 'ACCEPTED', timeout: 30 },
      result: Promise.resolve({ result: 'ACCEPTED' as const, mine: 7 }),
    }),
  });
  const bridge = createBridge({
    roles: [{ ...id, role, business_details: { name: role } }],
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ocpi`,
    node: { versionsUrl: `${node.url}/ocpi/versions`, network },
    signer,
    verify: { incoming: 'required', signersOf: signersFrom(directory, id) },
    data: office.data,
    store: memoryBridgeStore(),
    now: Date.now,
    randomId: () => crypto.randomUUID(),
    fetch: lossyFetch,
    limits: { backoffMs: 20, maxBackoffMs: 100, pollMs: 20, pageSize: 2 },
  });
  listener = getRequestListener(bridge.fetch);
  const token = `registration-${n}`;
  const now = Date.now();
  const tokenDigest = sha256Hex(utf8Encode(token));
  await node.context.store.platforms.plan({ parties: [id], tokenDigest, expires: now + 600_000, now });
  await bridge.register(token);
  bridge.start();
  return {
    bridge,
    office,
    signer: address,
    async [Symbol.asyncDispose]() {
      await bridge.stop();
      server.close().closeAllConnections();
    },
  };
}

beforeAll(async () => {
  [a, b] = [
    await startNode(1, directory, {}, { hasFront: true }),
    await startNode(2, directory, {}, { hasFront: true }),
  ];
  left = await startOffice(a, cpo, 'CPO', 61);
  right = await startOffice(b, emsp, 'EMSP', 62);
  opened.push(left, right, a, b);
});

afterAll(async () => {
  for (const one of opened) await one[Symbol.asyncDispose]();
});

const location = (more: object = {}) => ({ ...fixtures.location(), ...more }) as Location;

describe('two back offices, each with its bridge and its node, all signatures required', () => {
  test('behavior: a location is pushed, and looked at again', async () => {
    await (await left.bridge.locations.put(emsp, location({ x_vendor: { a: [1] } }))).arrived();
    expect(await right.office.received.locations.get(cpo, 'LOC1')).toMatchObject({ x_vendor: { a: [1] } });
    expect(await left.bridge.locations.getPushed(emsp, cpo, 'LOC1')).toMatchObject({ id: 'LOC1' });
  });

  test('behavior: pages of a list', async () => {
    for (let i = 0; i < 5; i++) await left.office.own.locations.put(location({ id: `L${i}` }));
    const ids: string[] = [];
    for await (const one of right.bridge.locations.list(cpo)) ids.push(one.id);
    expect(ids.sort()).toEqual(['L0', 'L1', 'L2', 'L3', 'L4']);
  });

  test('behavior: a command and its result', async () => {
    const { response_url: _, ...start } = fixtures.startSession();
    const asked = await right.bridge.commands.startSession(cpo, start as never);
    expect(asked.response).toMatchObject({ result: 'ACCEPTED' });
    expect(await asked.result()).toMatchObject({ result: 'ACCEPTED', mine: 7 });
  });

  test('behavior: session, tariff, token and CDR, with proof of who sent it', async () => {
    const queued = [
      ...(await left.bridge.publish.session(fixtures.session() as Session)),
      await left.bridge.tariffs.put(emsp, fixtures.tariff() as Tariff),
      await right.bridge.tokens.put(cpo, fixtures.token() as Token),
      await left.bridge.publish.cdr(fixtures.cdr() as Cdr),
    ];
    for (const one of queued) await one.arrived();
    const proof = await right.bridge.cdrProof(cpo, fixtures.cdr().id);
    if (proof === null) throw new Error('there is no proof');
    const known = await signersFrom(directory, emsp)(cpo, Date.now());
    expect(await verifyCdrProof(proof, known as NonNullable<typeof known>)).toMatchObject({ signer: left.signer });
  });
});

describe('answers to credentials that are lost', () => {
  test('behavior: a bridge registers, and changes its tokens, whatever is lost on the way; messages go on', async () => {
    const id: Party = { country_code: 'DE', party_id: 'LST' };
    losing = 2;
    await using third = await startOffice(a, id, 'CPO', 63);
    expect(losing).toBe(0);
    await (await third.bridge.locations.put(emsp, location({ party_id: 'LST', id: 'L1' }))).arrived();
    losing = 3;
    await third.bridge.rotate();
    expect(losing).toBe(0);
    await (await third.bridge.locations.put(emsp, location({ party_id: 'LST', id: 'L2' }))).arrived();
    expect(await right.office.received.locations.get(id, 'L2')).toMatchObject({ id: 'L2' });
  });

  test('error: every answer is lost: the next call, with the same token, ends with one that works', async () => {
    losing = 5;
    await expect(left.bridge.rotate()).rejects.toMatchObject({ code: 'TRANSPORT' });
    expect(losing).toBe(0);
    await left.bridge.rotate();
    await (await left.bridge.locations.put(emsp, location({ id: 'L3' }))).arrived();
    expect(await right.office.received.locations.get(cpo, 'L3')).toMatchObject({ id: 'L3' });
  });
});

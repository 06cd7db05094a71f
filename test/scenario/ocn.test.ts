import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBase64url, type Hex, toBase64url, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { authoriseChange, changeRegistry, relayChange } from '../../sdk/src/chain/index.ts';
import { sha256Hex } from '../../sdk/src/crypto/index.ts';
import { type Queued, signersFrom, UndeliverableError, verifyCdrProof } from '../../sdk/src/ocn/index.ts';
import type { Cdr, Location, Party, Session, Tariff, Token } from '../../sdk/src/protocol/ocpi/index.ts';
import * as fixtures from '../../sdk/src/protocol/ocpi/ocpi.fixtures.ts';
import { eventually } from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { testAccount } from '../support/anvil.ts';
import { person, walletOf } from '../support/networkWorld.ts';
import {
  applyFor,
  endorseParty,
  entryOf,
  type FoundedNetwork,
  foundNetwork,
  invite,
  type OcnWorld,
  type Office,
  type RunningNode,
  stakeholders,
  startOcnWorld,
  startOffice,
  startOperator,
} from '../support/ocnWorld.ts';

const cpoId: Party = { country_code: 'DE', party_id: 'GSL' };
const emspId: Party = { country_code: 'NL', party_id: 'EMP' };
/** The owner of the CPO has a wallet with money; that of the EMSP has a key, and nothing to pay with. */
const [cpoKey, emspKey] = [walletOf(3), person('the owner of NL-EMP').signer];
const relayer = testAccount(9);

const location = (more: object = {}) => ({ ...fixtures.location(), ...more }) as Location;
const session = (more: object = {}) => ({ ...fixtures.session(), ...more }) as Session;
const token = (more: object = {}) => ({ ...fixtures.token(), ...more }) as Token;
const cdr = (more: object = {}) => ({ ...fixtures.cdr(), ...more }) as Cdr;
const arrived = (queued: readonly Queued[]) =>
  Promise.all(queued.map((one) => one.arrived(AbortSignal.timeout(60_000))));
const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00Z`;

/** A node knows the registry a moment after it was written. */
async function joined(office: Office, node: RunningNode): Promise<void> {
  const registrationToken = await invite(node, office.id);
  await eventually(() => office.join(node, registrationToken));
}

let world: OcnWorld;
let network: FoundedNetwork;
const certificates: Record<'cpo' | 'emsp', Hex> = { cpo: '0x', emsp: '0x' };
let [north, south, west] = [] as unknown as [RunningNode, RunningNode, RunningNode];
let [cpo, emsp] = [] as unknown as [Office, Office];
/** What the EMSP's back office was told of, and the CPO's, in order. */
const heard = { byEmsp: [] as unknown[], byCpo: [] as unknown[] };

beforeAll(async () => {
  world = await startOcnWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

describe('a charge point operator and a mobility provider that have never met', () => {
  test('behavior: three competitors found a network, and admit both parties by certificates', async () => {
    network = await foundNetwork(world);
    certificates.cpo = await applyFor(network, cpoId, 'Gridseal Charging', cpoKey.signer);
    certificates.emsp = await applyFor(network, emspId, 'EMP Mobility', emspKey.signer);
    await expect(endorseParty(network, certificates.cpo, [0])).rejects.toThrow();
    await endorseParty(network, certificates.cpo, [0, 1]);
    await endorseParty(network, certificates.emsp, [1, 2]);
  });

  test('behavior: two operators run nodes; the parties enter the registry, one by a message that somebody else pays for', async () => {
    [north, south] = await Promise.all([startOperator(network, 1), startOperator(network, 2)]);
    const { chain, directory } = network;
    const [ofCpo, ofEmsp] = [
      await entryOf(network, certificates.cpo, { id: cpoId, role: 'CPO', operator: north.operator }),
      await entryOf(network, certificates.emsp, { id: emspId, role: 'EMSP', operator: south.operator }),
    ];
    // A certificate is public: whoever shows somebody else's has nothing from it.
    await expect(changeRegistry(chain, relayer, ofCpo)).rejects.toMatchObject({ code: 'CONTRACT' });
    await changeRegistry(chain, testAccount(3), ofCpo);
    const by = await authoriseChange(chain, emspKey, ofEmsp, { deadline: (await world.now()) + 3_600 });
    await relayChange(chain, relayer, ofEmsp, by);
    await directory.refresh();
    expect(directory.party(cpoId)).toMatchObject({ operator: north.operator, certificate: certificates.cpo });
    expect(directory.party(emspId)).toMatchObject({ operator: south.operator, certificate: certificates.emsp });
  });

  test('behavior: each registers with the node of its operator', async () => {
    cpo = await startOffice(network, { id: cpoId, role: 'CPO', signer: cpoKey, options: chargePoints() });
    emsp = await startOffice(network, {
      id: emspId,
      role: 'EMSP',
      signer: emspKey,
      options: { onReceived: (kind, _key, object) => hear(heard.byEmsp, kind, object) },
    });
    await joined(cpo, north);
    await joined(emsp, south);
    // What an operator gives to one party is worth nothing to another.
    const stranger = await startOffice(network, { id: emspId, role: 'EMSP', signer: emspKey });
    await expect(stranger.join(north, 'a-token-that-nobody-gave')).rejects.toMatchObject({ httpStatus: 401 });
    expect(await cpo.bridge.connection()).toMatchObject({ state: 'registered', version: '2.2.1' });
  });

  test('behavior: locations are published, and read in pages', async () => {
    const places = ['L1', 'L2', 'L3', 'L4', 'L5'].map((id) => location({ id, x_roof: { solar: 11.5 } }));
    for (const place of places) {
      await cpo.office.own.locations.put(place);
      await arrived(await cpo.bridge.publish.location(place));
    }
    expect(await emsp.office.received.locations.get(cpoId, 'L3')).toMatchObject({ x_roof: { solar: 11.5 } });
    const pages: number[] = [];
    for await (const page of emsp.bridge.locations.pages(cpoId)) pages.push(page.objects.length);
    expect(pages).toEqual([2, 2, 1]);
  });

  test('behavior: a token is authorised while somebody holds it to a charge point', async () => {
    await emsp.office.own.tokens.put(token());
    await emsp.office.own.tokens.put(token({ uid: 'LOST', valid: false }));
    const where = { type: 'RFID' as const, location: { location_id: 'L1' } };
    expect(await cpo.bridge.tokens.authorize(emspId, token().uid, where)).toMatchObject({ allowed: 'ALLOWED' });
    expect(await cpo.bridge.tokens.authorize(emspId, 'LOST', where)).toMatchObject({ allowed: 'BLOCKED' });
    await expect(cpo.bridge.tokens.authorize(emspId, 'nobody', where)).rejects.toMatchObject({ statusCode: 2004 });
  });

  test('behavior: a session is started by command; the result comes later, and then the updates', async () => {
    const { response_url: _, ...start } = fixtures.startSession();
    const asked = await emsp.bridge.commands.startSession(cpoId, { ...start, location_id: 'L1' } as never);
    expect(asked.response).toMatchObject({ result: 'ACCEPTED' });
    expect(await asked.result()).toMatchObject({ result: 'ACCEPTED', message: [{ text: 'Charging' }] });

    await arrived(await cpo.bridge.publish.session(session({ charging_periods: [], last_updated: at(1) })));
    await arrived(
      await cpo.bridge.publish.evse(cpoId, 'L1', 'evse-1', { status: 'CHARGING', last_updated: at(1) } as never),
    );
    const charging_periods = fixtures.session().charging_periods as Session['charging_periods'];
    await arrived(
      await cpo.bridge.publish.sessionChange(session(), { kwh: 20, charging_periods, last_updated: at(2) }),
    );
    await arrived(
      await cpo.bridge.publish.sessionChange(session(), { status: 'COMPLETED', kwh: 31.5, last_updated: at(3) }),
    );
    expect(await emsp.office.received.sessions.get(cpoId, 'S1')).toMatchObject({ status: 'COMPLETED', kwh: 31.5 });
    const place = await emsp.office.received.locations.get(cpoId, 'L1');
    expect(place).toMatchObject({ evses: [{ status: 'CHARGING' }] });
  });

  test('behavior: the CDR comes with proof; a duplicate is one, and a changed one is refused', async () => {
    await arrived([await cpo.bridge.publish.cdr(cdr())]);
    await arrived([await cpo.bridge.publish.cdr(cdr())]);
    const changed = await cpo.bridge.publish.cdr(cdr({ total_cost: { excl_vat: 43.9 } }));
    await expect(changed.arrived()).rejects.toBeInstanceOf(UndeliverableError);
    expect(await emsp.office.received.cdrs.list()).toMatchObject({ total: 1, objects: [{ total_energy: 11.25 }] });

    const proof = await emsp.bridge.cdrProof(cpoId, 'C1');
    const known = await signersFrom(network.directory, emspId)(cpoId, Date.now());
    if (!proof || !known) throw new Error('there is no proof');
    expect(await verifyCdrProof(proof, known)).toMatchObject({ signer: cpoKey.signer, version: 2 });
    const text = new TextDecoder().decode(fromBase64url(proof.body)).replace('11.25', '91.25');
    const forged = { ...proof, body: toBase64url(utf8Encode(text)), digest: sha256Hex(utf8Encode(text)) };
    await expect(verifyCdrProof(forged, known)).rejects.toMatchObject({ code: 'VERIFICATION' });
  });

  test('behavior: whoever follows tariffs is told of a change', async () => {
    const tariff = fixtures.tariff() as Tariff;
    await arrived(await cpo.bridge.publish.tariff(tariff));
    const cheaper = { price_components: [{ type: 'ENERGY', price: 0.29, vat: 19, step_size: 1 }] };
    await arrived(await cpo.bridge.publish.tariff({ ...tariff, elements: [cheaper], last_updated: at(5) } as Tariff));
    const got = await emsp.office.received.tariffs.get(cpoId, 'day');
    expect(got?.elements).toEqual([cheaper]);
    await arrived(await cpo.bridge.publish.tariffGone(cpoId, 'day'));
    expect(await emsp.office.received.tariffs.get(cpoId, 'day')).toBeNull();
  });

  test('behavior: the CPO moves to another operator while updates flow: none is lost, none comes twice, order stays', async () => {
    west = await startOperator(network, 5);
    heard.byEmsp.length = heard.byCpo.length = 0;
    const flow = flowBothWays();
    await flow.some();
    await network.network.change(3, { action: 'offerParty', operator: west.operator });
    await flow.some();
    await network.network.change(5, { action: 'acceptParty', party: cpoKey.signer });
    await flow.some();
    await joined(cpo, west);
    await flow.some();
    const sent = await flow.end();
    expect(sent).toBeGreaterThan(10);
    const all = Array.from({ length: sent }, (_, beat) => beat);
    expect(heard.byEmsp).toEqual(all);
    expect(heard.byCpo).toEqual(all);
    expect(network.directory.party(cpoId)).toMatchObject({ operator: west.operator });
    // The node that it has left carries nothing for it any more.
    const answer = await fetch(`${north.url}/ocn/registry/node/DE/GSL`);
    expect(await answer.json()).toMatchObject({ url: west.url });
  });

  test('behavior: one competitor alone revokes the certificate, and the party is refused everywhere', async () => {
    const boreal = stakeholders[1] as (typeof stakeholders)[number];
    await world.revokeBy(network.house, certificates.cpo, [boreal], 4);
    await eventually(async () => {
      await expect(emsp.bridge.locations.get(cpoId, 'L1')).rejects.toMatchObject({ statusCode: 4001 });
      await expect(cpo.bridge.tokens.authorize(emspId, token().uid)).rejects.toThrow();
    });
    await expect(cpo.bridge.tokens.authorize(emspId, token().uid)).rejects.toMatchObject({ code: 'OCPI' });
    expect(network.directory.party(cpoId)).toBeNull();
  });
});

/** Charge points that do what they are told. */
function chargePoints() {
  return {
    onCommand: async () => ({
      response: { result: 'ACCEPTED' as const, timeout: 30 },
      result: Promise.resolve({ result: 'ACCEPTED' as const, message: [{ language: 'en', text: 'Charging' }] }),
    }),
    onReceived: (kind: string, _key: unknown, object: unknown) => hear(heard.byCpo, kind, object),
  };
}

/** What is pushed by parties, not what nodes tell of who is connected. */
function hear(into: unknown[], kind: string, object: unknown): void {
  if (kind === 'locations' || kind === 'tokens') into.push((object as { readonly x_beat?: unknown } | null)?.x_beat);
}

/** Updates of one location, and of one token in the other direction, with no pause for anything. */
function flowBothWays() {
  const queued: Queued[] = [];
  let beats = 0;
  let isOn = true;
  const beat = async () => {
    const last_updated = new Date(Date.UTC(2026, 10, 20, 12, 0, beats)).toISOString();
    const x_beat = beats++;
    queued.push(...(await cpo.bridge.publish.location(location({ id: 'L1', x_beat, last_updated }))));
    queued.push(await emsp.bridge.tokens.put(cpoId, token({ x_beat, last_updated })));
  };
  const running = (async () => {
    while (isOn) {
      await beat();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    /** Until a few more were sent. */
    async some(): Promise<void> {
      const until = beats + 5;
      while (beats < until) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    /** @returns how many there were in each direction, all of which have arrived. */
    async end(): Promise<number> {
      isOn = false;
      await running;
      await arrived(queued).catch(async (cause: unknown) => {
        const waiting = [await cpo.bridge.outbox.status(), await emsp.bridge.outbox.status()];
        const counts = { beats, byEmsp: heard.byEmsp.length, byCpo: heard.byCpo.length };
        throw new Error(`not all have arrived: ${JSON.stringify({ ...counts, waiting })}`, { cause });
      });
      return beats;
    },
  };
}

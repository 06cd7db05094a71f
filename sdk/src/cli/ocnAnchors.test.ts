import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressAt, type NetworkWorld, startNetworkWorld } from '../../../test/support/networkWorld.ts';
import { Certificate } from '../certificate/index.ts';
import { chainTime, partyOf } from '../chain/index.ts';
import { OcpiId } from '../ocn/registry/index.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createRegistryHome, type RegistryHome } from './ocnRegistry.fixtures.ts';

let world: NetworkWorld;
let home: RegistryHome;
beforeAll(async () => {
  world = await startNetworkWorld({ anchors: 2, needed: 2 });
  home = await createRegistryHome(world.node.rpcUrl, world.chain, { one: 1, abc: 2, thief: 3, payer: 4 });
  await world.change(1, { action: 'setNode', url: 'https://one.example' });
});
afterAll(async () => {
  await home?.[Symbol.asyncDispose]();
  await world?.[Symbol.asyncDispose]();
});

/** A certificate of a party in a file, endorsed by some of the anchors. */
async function certificate(
  id: string,
  account: number,
  by: readonly number[],
  validity: { until?: number; from?: number } = {},
) {
  const made = await world.certificateFor(id, addressAt(account), validity);
  for (const anchor of by) await world.endorse(made.id, anchor);
  const file = `${made.id.slice(2, 10)}.json`;
  await writeFile(home.file(file), made.bytes);
  return { ...made, file };
}

const set = (id: string, file: string, wallet = 'abc') =>
  `party set ${id} --role CPO --sender locations --operator one --certificate ${file} --wallet ${wallet}`;
const holder = async (account: number) => (await partyOf(world.chain, addressAt(account), { depth: 'head' })).party;

/** What was said to be missing. */
async function missing(line: string) {
  const { code, error } = await home.refused(line);
  expect([code, error.field]).toEqual([exitCodes.verification.code, '--certificate']);
  return error.hints.filter((hint) => hint.startsWith('Problem: ')).join('\n');
}

describe('a registry with anchors', () => {
  test('behavior: it is shown; the same one is found where it is', async () => {
    const { data } = await home.apart.ocn('registry show');
    expect(data).toMatchObject({ open: false, needed: 2, address: world.chain.addresses.nodeRegistry?.toLowerCase() });
    expect(data.anchors).toHaveLength(2);
    const anchors = data.anchors.map((one: string) => `--anchor ${one}`).join(' ');
    const again = await home.ocn(`registry deploy ${anchors} --needed 2 --wallet payer`);
    expect(again.data).toMatchObject({ outcome: 'already', address: data.address });
    const other = await home.ocn(`registry deploy ${anchors} --needed 1 --wallet payer --dry-run`);
    expect(other.data.address).not.toBe(data.address);
    expect((await home.refused('registry show', { GRIDSEAL_NODE_REGISTRY: other.data.address })).code).not.toBe(0);
    const made = await home.ocn(`registry deploy ${anchors} --needed 1 --wallet payer`);
    expect(made.data).toMatchObject({ outcome: 'done', address: other.data.address });
    const shown = await home.ocn('registry show', { GRIDSEAL_NODE_REGISTRY: other.data.address });
    expect(shown.data).toMatchObject({ needed: 1, network: other.data.network });
  });

  test('behavior: a party enters once all who are needed have endorsed; until then it is said what is missing', async () => {
    const { id, bytes, file } = await certificate('DE/ABC', 2, [0]);
    expect(await missing(set('DE/ABC', file))).toContain(
      'it needs endorsements of 2 of the registry’s anchors, and has 1',
    );
    expect(await holder(2)).toBeNull();
    await world.endorse(id, 1);
    const done = await home.ocn(set('DE/ABC', file));
    expect(done.data).toMatchObject({ outcome: 'done', certificate: id, missing: [] });
    expect((await home.ocn('party show DE/ABC')).data).toMatchObject({ holds: true, certificate: id });
    expect((await home.ocn(set('DE/ABC', file))).data.outcome).toBe('already');
    expect(Certificate.id(Certificate.decode(bytes))).toBe(id);
    // The certificate is public: to anybody else it is worth nothing (attack: another's certificate with one's own operator).
    expect(await missing(set('DE/ABC', file, 'thief'))).toContain('it is not of the owner');
    await world.revoke(id, 1);
    expect(await missing(set('DE/ABC', file))).toContain('has revoked it');
    expect((await home.ocn('party show abc')).data.holds).toBe(false);
    expect((await home.refused('party show DE/ABC')).code).toBe(exitCodes.notFound.code);
  });

  test('behavior: what is only signed may be endorsed before it is sent', async () => {
    const { id, file } = await certificate('FR/XYZ', 2, [0]);
    const signed = await home.ocn(`${set('FR/XYZ', file)} --sign-only --out later.json`);
    expect([signed.code, signed.data.certificate.kind]).toEqual([0, 'party']);
    const early = await home.apart.refused('relay later.json --wallet payer');
    expect([early.code, early.error.field]).toEqual([exitCodes.refused.code, 'certificate']);
    await world.endorse(id, 1);
    expect((await home.ocn('relay later.json --wallet payer')).data.outcome).toBe('done');
    expect((await holder(2))?.id).toEqual(OcpiId.parse('FR/XYZ'));
  });

  test('error: a certificate of another id, kind or time', async () => {
    const { timestamp } = await chainTime(world.chain);
    const good = await certificate('NL/GUD', 3, [0, 1]);
    expect(await missing(set('NL/BAD', good.file, 'thief'))).toContain('it is of NL/GUD, not NL/BAD');
    const old = await certificate('NL/OLD', 3, [0, 1], { until: timestamp + 5, from: timestamp - 600 });
    await world.node.mine(2, 30);
    expect(await missing(set('NL/OLD', old.file, 'thief'))).toContain('it was good until');
    const early = await certificate('NL/NEW', 3, [0, 1], { from: timestamp + 86_400 });
    expect(await missing(set('NL/NEW', early.file, 'thief'))).toContain('it is good from');
    const device = Certificate.from({
      ...{ kind: 'device', subject: { name: 'x' }, usages: ['claimKeys'] as const },
      ...{ notBefore: timestamp - 60, notAfter: timestamp + 86_400, serial: new Uint8Array(16) },
    });
    await writeFile(home.file('device.json'), Certificate.encode(device));
    expect(await missing(set('NL/GUD', 'device.json', 'thief'))).toContain('kind device, not party');
    expect(await holder(3)).toBeNull();
  });

  test.each([
    ['party set DE/DDD --role CPO --operator one --wallet thief', 'usage', '--certificate'],
    [set('DE/DDD', 'nowhere.json', 'thief'), 'file', '--certificate'],
    [set('DE/DDD', 'password', 'thief'), 'input', '--certificate'],
    ['registry deploy --needed 1 --wallet payer', 'usage', '--anchor'],
    ['registry deploy --anchor nobody --needed 1 --wallet payer', 'notFound', '--anchor'],
    [`registry deploy --anchor 0x${'11'.repeat(32)} --wallet payer`, 'usage', '--needed'],
    [`registry deploy --anchor 0x${'11'.repeat(32)} --needed 2 --wallet payer`, 'input', '--needed'],
    [`registry deploy --anchor 0x${'11'.repeat(32)} --needed 1 --wallet payer`, 'notFound', 'quorum'],
  ] as const)('error: %s', async (line, status, field) => {
    const { code, error } = await home.refused(line);
    expect([code, error.field]).toEqual([exitCodes[status].code, field]);
  });
});

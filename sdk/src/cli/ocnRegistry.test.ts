import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../test/support/anvil.ts';
import { type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import { walletOf } from '../../../test/support/networkWorld.ts';
import { fromHex } from '../bytes/index.ts';
import { changeRegistry, networkOf, nodeOf } from '../chain/index.ts';
import { keccak256Hex } from '../crypto/index.ts';
import { NodeDocument } from '../ocn/registry/index.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createRegistryHome, type RegistryHome } from './ocnRegistry.fixtures.ts';

let local: LocalChain;
let home: RegistryHome;
beforeAll(async () => {
  local = await startLocalChain();
  home = await createRegistryHome(local.node.rpcUrl, local.chain, {
    one: 1,
    two: 2,
    abc: 3,
    msp: 4,
    service: 5,
    poor: 6,
  });
});
afterAll(async () => {
  await home?.[Symbol.asyncDispose]();
  await local?.[Symbol.asyncDispose]();
});

/** A host that gives out one document. */
async function startHost(): Promise<Server & { body: Uint8Array | null; url: string }> {
  const host = Object.assign(createServer(), { body: null as Uint8Array | null, url: '' });
  host.on('request', (request, response) => {
    const isThere = request.url === '/.well-known/ocn-node.json' && host.body !== null;
    response.writeHead(isThere ? 200 : 404).end(isThere ? host.body : '');
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  host.url = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  return host;
}

const local_ = '--allow-http --allow-private-networks';

describe('nodes', () => {
  test('behavior: a node is set, shown, listed and deleted', async () => {
    const set = await home.ocn('node set https://One.example/ --unchecked --wallet one');
    expect([set.code, set.data.outcome, set.data.owner]).toEqual([0, 'done', home.address('one')]);
    expect(set.data.gasUsed).toBeGreaterThan(20_000);
    expect((await home.ocn('node show one')).data).toMatchObject({
      url: 'https://one.example',
      sequence: 1,
      usable: true,
    });
    const again = await home.ocn('node set https://one.example --unchecked --wallet one');
    expect([again.code, again.data.outcome, again.data.transaction]).toEqual([0, 'already', null]);
    await home.ocn('node set https://two.example --unchecked --wallet two --key abc');
    const { keyHash } = await nodeOf(local.chain, home.address('two'));
    expect(keyHash).toBe(keccak256Hex(fromHex(home.address('abc'))));
    const first = (await home.ocn('node list --limit 1')).data;
    expect(first).toMatchObject({ nodes: [{ operator: home.address('two') }], next: home.address('one') });
    const second = (await home.ocn(`node list --limit 1 --from ${first.next}`)).data;
    expect(second).toMatchObject({ nodes: [{ url: 'https://one.example' }], next: null });
    expect((await home.ocn('node delete --wallet two')).data.outcome).toBe('done');
    expect((await home.ocn('node delete --wallet two')).data.outcome).toBe('already');
    expect((await home.apart.page('node list --quiet')).stdout.trim()).toBe(home.address('one'));
  });

  test('behavior: --dry-run changes nothing and says what would be; without a yes nothing is done', async () => {
    const { data } = await home.ocn('node set https://two.example --unchecked --wallet two --dry-run');
    expect(data).toMatchObject({ dryRun: true, outcome: 'possible', change: { url: 'https://two.example' } });
    const { code } = await home.apart.raw('ocn node set https://two.example --unchecked --wallet two'.split(' '));
    expect(code).toBe(exitCodes.notConfirmed.code);
    expect((await nodeOf(local.chain, home.address('two'))).url).toBeNull();
  });

  test.each([
    ['node show nobody', 'notFound', '<operator>'],
    ['node show 0x12', 'input', '<operator>'],
    ['node show ZZ/ZZZ', 'notFound', '<operator>'],
    ['node show DE/AB', 'input', '<operator>'],
    ['node show poor', 'notFound', '<operator>'],
    ['node check poor', 'notFound', '<operator>'],
    ['node set ftp://one.example --wallet one', 'input', '<url>'],
    ['node set https://one.example?x=1 --wallet one', 'input', '<url>'],
    ['node set https://one.example --unchecked --wallet one --key 0x12', 'input', '--key'],
    ['node set https://one.example --unchecked --wallet one --owner two', 'usage', '--owner'],
    ['node set https://one.example --unchecked --sign-only --signer one --owner two', 'usage', '--owner'],
    ['node set https://one.example --unchecked --wallet one --out x.json', 'usage', '--out'],
    ['node set https://one.example --unchecked --wallet one --sequence 1', 'usage', '--sequence'],
    ['node set https://one.example --unchecked', 'usage', '--wallet'],
    ['node list --limit 0', 'input', '--limit'],
    ['node list --limit 1001', 'input', '--limit'],
    ['node list --from nobody', 'notFound', '--from'],
    ['node show one --node-registry 0x0000000000000000000000000000000000000001', 'configuration', undefined],
  ] as const)('error: %s', async (line, status, field) => {
    const { code, error } = await home.refused(line);
    expect([code, field && error.field]).toEqual([exitCodes[status].code, field]);
  });
});

describe('the host of a node', () => {
  test('behavior: it proves its operator, or it is said what does not fit', async () => {
    const host = await startHost();
    try {
      const now = Math.floor(Date.now() / 1000);
      const statement = {
        ...{ network: networkOf(local.chain), operator: home.address('one'), url: host.url },
        ...{ signatures: ['v1', 'v2'] as const, versions: ['2.2.1'] as const, issued: now - 5, expires: now + 600 },
      };
      const before = await home.ocn(`node set ${host.url} --wallet one ${local_}`);
      expect(before.data).toMatchObject({ outcome: 'done', host: { valid: false, reached: false } });
      expect((await home.ocn(`node check one ${local_}`)).code).toBe(exitCodes.network.code);
      host.body = NodeDocument.encode(await NodeDocument.sign(statement, walletOf(1)));
      const good = await home.ocn(`node check one ${local_}`);
      expect([good.code, good.data.valid, good.data.document.signatures]).toEqual([0, true, ['v1', 'v2']]);
      expect((await home.ocn(`node set ${host.url} --wallet one ${local_}`)).data).toMatchObject({
        outcome: 'already',
        host: { valid: true },
      });
      for (const [body, field] of [
        [await NodeDocument.sign(statement, walletOf(2)), 'key'],
        [await NodeDocument.sign({ ...statement, operator: home.address('two') }, walletOf(1)), 'operator'],
        [await NodeDocument.sign({ ...statement, expires: now - 1 }, walletOf(1)), 'expires'],
        [await NodeDocument.sign({ ...statement, url: 'https://one.example' }, walletOf(1)), 'url'],
      ] as const) {
        host.body = NodeDocument.encode(body);
        const { code, data } = await home.ocn(`node check one ${local_}`);
        expect([code, data.valid, data.field]).toEqual([exitCodes.verification.code, false, field]);
      }
      host.body = new TextEncoder().encode('{"\u202e');
      expect((await home.ocn(`node check one ${local_}`)).code).toBe(exitCodes.network.code);
      // Without leave, nobody is sent into private networks (attack: SSRF by a URL of the registry).
      expect((await home.ocn('node check one')).data).toMatchObject({ valid: false, reached: false, field: 'url' });
    } finally {
      host.closeAllConnections();
      host.close();
    }
  });
});

describe('parties', () => {
  test('behavior: a party enters, changes, moves to another operator and leaves', async () => {
    await home.ocn('node set https://two.example --unchecked --wallet two');
    const set = await home.apart.ocn(
      'party set de*abc --role CPO --sender locations --sender cdrs --receiver commands --operator one --wallet abc',
    );
    expect([set.code, set.data.outcome]).toEqual([0, 'done']);
    const { data } = await home.ocn('party show DE/ABC');
    expect(data).toMatchObject({
      ...{ id: 'DE/ABC', address: home.address('abc'), holds: true, roles: ['CPO'], operator: home.address('one') },
      modules: { SENDER: ['cdrs', 'locations'], RECEIVER: ['commands'] },
    });
    await home.ocn('party update --role CPO --role EMSP --receiver none --wallet abc');
    expect((await home.ocn('party show abc')).data).toMatchObject({
      roles: ['CPO', 'EMSP'],
      modules: { SENDER: ['cdrs', 'locations'], RECEIVER: [] },
    });
    expect((await home.refused('party accept DE/ABC --wallet two')).code).toBe(exitCodes.refused.code);
    await home.ocn('party offer two --wallet abc');
    await home.ocn('party offer --withdraw --wallet abc');
    expect((await home.refused('party accept DE/ABC --wallet two')).code).toBe(exitCodes.refused.code);
    await home.ocn('party offer two --wallet abc');
    expect((await home.ocn('party accept DE/ABC --wallet two')).data.outcome).toBe('done');
    expect((await home.ocn('node show DE/ABC')).data.operator).toBe(home.address('two'));
    expect((await home.ocn('party list')).data).toMatchObject({ parties: [{ id: 'DE/ABC' }], next: null });
    await home.ocn('party delete --wallet abc');
    expect((await home.refused('party show DE/ABC')).code).toBe(exitCodes.notFound.code);
    expect((await home.page('party list')).stdout).toContain('no parties');
  });

  test('error: an id that another holds; a party cannot change its operator alone', async () => {
    await home.ocn('party set NL/MSP --role EMSP --operator one --wallet msp');
    const taken = await home.refused('party set NL/MSP --role EMSP --operator one --wallet poor');
    expect([taken.code, taken.error.field]).toEqual([exitCodes.refused.code, 'id']);
    const moved = await home.refused('party set NL/MSP --role EMSP --operator two --wallet msp');
    expect([moved.code, moved.error.field]).toEqual([exitCodes.refused.code, 'operator']);
  });

  test.each([
    ['party set DE/ABCD --role CPO --operator one --wallet abc', 'input', '<id>'],
    ['party set DE/ABC --operator one --wallet abc', 'usage', '--role'],
    ['party set DE/ABC --role CPO --wallet abc', 'usage', '--operator'],
    ['party set DE/ABC --role cpo --operator one --wallet abc', 'usage', '--role'],
    ['party set DE/ABC --role CPO --sender credentials --operator one --wallet abc', 'usage', '--sender'],
    ['party set DE/ABC --role CPO --sender none --sender cdrs --operator one --wallet abc', 'usage', '--sender'],
    ['party set DE/ABC --role CPO --operator nobody --wallet abc', 'notFound', '--operator'],
    ['party set DE/ABC --role CPO --operator one --wallet abc --certificate abc.json', 'usage', '--certificate'],
    ['party update --wallet abc', 'usage', '--role'],
    ['party update --role CPO --wallet poor', 'notFound', '--wallet'],
    ['party offer --wallet msp', 'usage', '<operator>'],
    ['party offer two --withdraw --wallet msp', 'usage', '<operator>'],
    ['party offer two --wallet poor', 'refused', 'party'],
    ['party accept ZZ/ZZZ --wallet two', 'notFound', '<party>'],
    ['party show poor', 'notFound', '<party>'],
    ['party list --from x', 'input', '--from'],
  ] as const)('error: %s', async (line, status, field) => {
    const { code, error } = await home.refused(line);
    expect([code, error.field]).toEqual([exitCodes[status].code, field]);
  });
});

describe('services and agreements', () => {
  beforeAll(async () => {
    await changeRegistry(local.chain, testAccount(1), { action: 'setNode', url: 'https://one.example' });
    const terms = { roles: ['EMSP'] as const, sender: [], receiver: [], operator: home.address('one') };
    const id = { country_code: 'NL', party_id: 'MSP' };
    await changeRegistry(local.chain, testAccount(4), { action: 'setParty', id, ...terms });
  });

  const set = 'service set --name Statistics --url https://stat.example --permission';

  test('behavior: what is agreed to is what the service asks for, and ends when it asks for more', async () => {
    // Whoever provides a service is a party.
    expect((await home.refused(`${set} FORWARD_MODULE_CDRS_SENDER --wallet service`)).error.field).toBe('party');
    await home.ocn('party set DE/SVC --role OTHER --operator one --wallet service');
    expect((await home.ocn(`${set} FORWARD_MODULE_CDRS_SENDER --wallet service`)).data.outcome).toBe('done');
    expect((await home.ocn('service show service')).data).toMatchObject({
      name: 'Statistics',
      permissions: ['FORWARD_MODULE_CDRS_SENDER'],
    });
    expect((await home.ocn('service list')).data.services).toHaveLength(1);
    const agreed = await home.ocn('agreement create service --wallet msp');
    expect(agreed.data).toMatchObject({ outcome: 'done', service: { name: 'Statistics' } });
    const listed = await home.ocn('agreement list NL/MSP');
    expect(listed.data.agreements).toMatchObject([
      { provider: home.address('service'), holds: true, permissions: ['FORWARD_MODULE_CDRS_SENDER'] },
    ]);
    await home.ocn(`${set} FORWARD_ALL --wallet service`);
    expect((await home.ocn('agreement list --wallet msp')).data.agreements).toEqual([]);
    const wrong = 'agreement create service --permission FORWARD_MODULE_CDRS_SENDER --wallet msp';
    const { code, error } = await home.refused(wrong);
    expect([code, error.field]).toEqual([exitCodes.verification.code, '--permission']);
    expect(error.hints.join()).toContain('FORWARD_ALL');
    await home.ocn('agreement create service --permission FORWARD_ALL --wallet msp');
    expect((await home.ocn('agreement revoke service --wallet msp')).data.outcome).toBe('done');
    expect((await home.ocn('agreement revoke service --wallet msp')).data.outcome).toBe('already');
    await home.ocn('service delete --wallet service');
    expect((await home.refused('service show service')).code).toBe(exitCodes.notFound.code);
  });

  test('behavior: hostile texts of the registry are shown, not obeyed', async () => {
    const hostile = 'a\u001b[2J\u202egnp\nerror: forged';
    const service = {
      action: 'setService' as const,
      name: hostile,
      url: hostile,
      permissions: ['FORWARD_ALL'] as const,
    };
    const id = { country_code: 'XX', party_id: 'BAD' };
    const party = { action: 'setParty' as const, id, roles: ['OTHER'] as const, sender: [], receiver: [] };
    await changeRegistry(local.chain, testAccount(7), { ...party, operator: home.address('one') });
    await changeRegistry(local.chain, testAccount(7), service);
    await changeRegistry(local.chain, testAccount(7), { action: 'setNode', url: hostile });
    for (const line of [
      'service list',
      `service show ${testAccount(7).address}`,
      'node list',
      `node show ${testAccount(7).address}`,
    ]) {
      const { code, stdout, stderr } = await home.page(line);
      expect(code).toBe(0);
      expect([...(stdout + stderr)].filter((one) => one !== '\n' && /[\p{Cc}\p{Cf}]/u.test(one))).toEqual([]);
      expect(stdout).not.toMatch(/^error: forged/m);
      expect(stdout).toContain('\\u{202e}');
    }
    expect((await home.ocn(`node check ${testAccount(7).address}`)).data).toMatchObject({ valid: false, place: null });
  });

  test.each([
    [`${set} EVERYTHING --wallet service`, 'usage', '--permission'],
    ['service set --name x --url https://x.example --wallet service', 'usage', '--permission'],
    ['service show NL/MSP', 'notFound', '<provider>'],
    ['agreement create poor --wallet msp', 'notFound', '<provider>'],
    ['agreement revoke ZZ/ZZZ --wallet msp', 'notFound', '<provider>'],
    ['agreement list', 'usage', '--wallet'],
    ['agreement list ZZ/ZZZ', 'notFound', '[party]'],
  ] as const)('error: %s', async (line, status, field) => {
    const { code, error } = await home.refused(line);
    expect([code, error.field]).toEqual([exitCodes[status].code, field]);
  });
});

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../test/support/anvil.ts';
import type { Hex } from '../bytes/index.ts';
import { type NodeChange, networkOf } from '../chain/index.ts';
import { Keystore } from '../identity/index.ts';
import type { Role } from '../protocol/ocpi/index.ts';
import {
  adminKeyOfNodes,
  eventually,
  freePort,
  makeNode,
  type Network,
  type NodeFiles,
  type NodeProcess,
  runNode,
  startNetwork,
} from '../roles/ocnNode/server/nodeProcess.fixtures.ts';
import type { Home } from './cli.fixtures.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';
import { startCommand } from './ocn.fixtures.ts';

const modules = ['cdrs', 'chargingprofiles', 'commands', 'locations', 'sessions', 'tariffs', 'tokens'] as const;
const parties = { cpo: { country_code: 'DE', party_id: 'GSL' }, emsp: { country_code: 'NL', party_id: 'EMP' } };
const accounts = { cpo: 3, emsp: 4 };

let network: Network;
let node: NodeFiles;
let running: NodeProcess;
let home: Home;
let registry: string;

async function enter(who: 'cpo' | 'emsp', role: Role): Promise<void> {
  const [account, id] = [accounts[who], parties[who]];
  const terms = { roles: [role], sender: modules, receiver: modules, operator: node.operator };
  await network.change(account, { action: 'setParty', id, ...terms } as NodeChange);
  const party = testAccount(account).address.toLowerCase() as Hex;
  await network.change(node.account, { action: 'acceptParty', party }).catch(() => undefined);
}

/** A file with a registration token of the node. */
async function tokenFor(who: 'cpo' | 'emsp'): Promise<string> {
  const { token } = await eventually(async () => {
    const response = await fetch(`${node.url}/admin/generate-registration-token`, {
      method: 'POST',
      headers: { Authorization: `Token ${adminKeyOfNodes}` },
      body: JSON.stringify([parties[who]]),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { token: string };
  });
  const file = home.file(`${who}.token`);
  await writeFile(file, `${token}\n`, { mode: 0o600 });
  return file;
}

const start = (args: readonly string[]) => startCommand(home, args);

const on = (port: number) => ['--node', node.url, '--listen', `127.0.0.1:${port}`];

beforeAll(async () => {
  network = await startNetwork();
  node = await makeNode(network, 1);
  running = await runNode(node);
  home = await createHomeHere();
  registry = networkOf(network.chain);
  await enter('cpo', 'CPO');
  await enter('emsp', 'EMSP');
  for (const who of ['cpo', 'emsp'] as const) {
    const key = testAccount(accounts[who]).getHdKey().privateKey as Uint8Array;
    await mkdir(`${home.home}/wallets`, { recursive: true, mode: 0o700 });
    const wallet = await Keystore.encrypt(Uint8Array.from(key), 'correct horse', { cost: 1_024 });
    await writeFile(`${home.home}/wallets/${who}.json`, wallet, { mode: 0o600 });
  }
}, 120_000);
afterAll(async () => {
  await running?.[Symbol.asyncDispose]();
  await home?.[Symbol.asyncDispose]();
  await network?.[Symbol.asyncDispose]();
});

const chain = () => ['--rpc-url', network.rpcUrl, '--chain-id', String(network.chain.chainId)];

describe('a mock CPO and a small back office, on a real node', () => {
  test('behavior: register, ask, command, listen to what comes, rotate, leave', async () => {
    const signed = (who: string) => ['--wallet', who, '--network', registry];
    await using cpo = start([
      'ocn',
      'mock',
      'cpo',
      '--party',
      'DE/GSL',
      ...on(await freePort()),
      '--token',
      await tokenFor('cpo'),
      '--speed',
      '900',
      ...signed('cpo'),
    ]);
    expect((await cpo.seen('registered')).text).toContain('OCPI 2.2.1');
    const port = await freePort();
    const token = await tokenFor('emsp');
    const registered = await home.apart.json([
      'ocn',
      'register',
      'shop',
      '--party',
      'NL/EMP',
      ...on(port),
      '--token',
      token,
      ...signed('emsp'),
    ]);
    expect([registered.code, registered.data?.connection?.state, registered.stderr]).toEqual([0, 'registered', '']);
    const file = `${home.home}/ocn/offices/shop.json`;
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const kept = JSON.parse(await readFile(file, 'utf8')) as {
      connection: { callToken: string; tokenDigests: string[] };
    };
    const show = await home.run(['ocn', 'credentials', 'show', 'shop']);
    expect(show.stdout).toMatch(/State +registered/);
    for (const secret of [
      kept.connection.callToken,
      kept.connection.tokenDigests[0] as string,
      (await readFile(token, 'utf8')).trim(),
    ]) {
      expect([show.stdout, registered.stdout, registered.stderr].join()).not.toContain(secret);
    }

    const locations = await home.json([
      'ocn',
      'send',
      'shop',
      'GET',
      'sender/locations?limit=2',
      '--to',
      'DE/GSL',
      ...chain(),
    ]);
    expect([locations.code, locations.data?.data?.length, locations.data?.signed, locations.stderr]).toEqual([
      0,
      2,
      true,
      '',
    ]);
    expect(locations.data.answerSignature).toMatchObject({
      outcome: 'verifies',
      links: [{ who: { is: 'party' } }, { who: { is: 'operator' }, changes: [{}, { field: 'headers.link' }] }],
    });

    const now = '2026-11-20T10:00:00Z';
    const emp = {
      ...parties.emsp,
      uid: 'T1',
      type: 'APP_USER',
      contract_id: 'NL-EMP-C1',
      issuer: 'Shop',
      valid: true,
      whitelist: 'ALLOWED',
      last_updated: now,
    };
    await writeFile(
      home.file('start.json'),
      JSON.stringify({ token: emp, location_id: 'LOC-0001', evse_uid: 'GSL-0001-1' }),
    );
    const command = [
      'ocn',
      'send',
      'shop',
      'POST',
      'receiver/commands/START_SESSION',
      '--to',
      'DE/GSL',
      '--body',
      home.file('start.json'),
    ];
    const started = await home.json(command);
    expect([started.code, started.data?.result, started.stderr]).toEqual([0, { result: 'ACCEPTED' }, '']);

    await using again = start(['ocn', 'listen', 'shop', '--bodies', ...chain()]);
    const cdr = await again.seen('request', ({ path }) => String(path).includes('/cdrs'));
    expect(cdr).toMatchObject({
      from: 'DE/GSL',
      to: 'NL/EMP',
      status: 200,
      signature: { outcome: 'verifies', form: 'v2' },
    });
    expect(JSON.parse(String(cdr.body))).toMatchObject({ cdr_token: { uid: 'T1' }, cdr_location: { id: 'LOC-0001' } });
    const unlock = JSON.stringify({ location_id: 'LOC-0001', evse_uid: 'GSL-0001-1', connector_id: '1' });
    const last = ['receiver/commands/UNLOCK_CONNECTOR', '--to', 'DE/GSL', '--body', '-', '--without-result'];
    const beside = await home.apart.json(['ocn', 'send', 'shop', 'POST', ...last], { stdin: unlock });
    expect([beside.code, beside.data?.data?.result, beside.stderr]).toEqual([0, 'ACCEPTED', '']);
    expect(await again.end()).toBe(0);
    const bad = ['ocn', 'send', 'shop', 'POST', ...last];
    expect((await home.failure(bad, { stdin: '{}' })).code).toBe(exitCodes.input.code);
    expect((await home.failure(bad, { stdin: '{' })).code).toBe(exitCodes.input.code);
    const nobody = ['ocn', 'send', 'shop', 'GET', 'sender/locations', '--to', 'AT/NOB'];
    expect(await home.json(nobody)).toMatchObject({ code: exitCodes.refused.code, data: { statusCode: 4001 } });
    expect((await home.failure([...nobody.slice(0, 4), 'locations', '--to', 'DE/GSL'])).code).toBe(
      exitCodes.input.code,
    );

    const rotated = await home.apart.json(['ocn', 'credentials', 'rotate', 'shop']);
    expect([rotated.code, rotated.stderr]).toEqual([0, '']);
    const after = JSON.parse(await readFile(file, 'utf8')) as typeof kept;
    expect(after.connection.callToken).not.toBe(kept.connection.callToken);
    expect((await home.json(['ocn', 'credentials', 'list'])).data).toMatchObject([
      { name: 'shop', connection: { state: 'registered' } },
    ]);
    expect((await home.run(['ocn', 'credentials', 'remove', 'shop', '--yes'])).code).toBe(0);
    expect((await home.failure(['ocn', 'send', 'shop', 'GET', 'sender/locations', '--to', 'DE/GSL'])).code).toBe(
      exitCodes.notFound.code,
    );
    expect(await cpo.end()).toBe(0);
    expect(cpo.lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['command', 'session', 'cdr', 'unregistered', 'stopped']),
    );
  }, 120_000);

  test('behavior: a mock EMSP charges at a mock CPO, through the node', async () => {
    await using cpo = start([
      'ocn',
      'mock',
      'cpo',
      '--party',
      'DE/GSL',
      ...on(await freePort()),
      '--token',
      await tokenFor('cpo'),
      '--speed',
      '3600',
    ]);
    await cpo.seen('registered');
    await using emsp = start([
      'ocn',
      'mock',
      'emsp',
      '--party',
      'NL/EMP',
      ...on(await freePort()),
      '--token',
      await tokenFor('emsp'),
      '--partner',
      'DE/GSL',
      '--sessions',
      '1',
    ]);
    expect((await emsp.seen('pulled')).text).toContain('10 locations and 3 tariffs');
    expect((await emsp.seen('command')).result).toBe('ACCEPTED');
    expect((await emsp.seen('cdrs')).text).toContain('as its tariff says');
    expect(await emsp.end()).toBe(0);
    expect(await cpo.end()).toBe(0);
    expect([emsp.stderr(), cpo.stderr()]).toEqual(['', '']);
  }, 120_000);

  test('error: what the node refuses, and what was never right', async () => {
    const failure = (...args: string[]) => home.failure(['ocn', ...args]);
    const wrong = home.file('wrong.token');
    await writeFile(wrong, 'not-the-token\n', { mode: 0o600 });
    const register = ['register', 'other', '--party', 'NL/EMP', ...on(await freePort())];
    const refused = await failure(...register, '--token', wrong);
    expect([refused.code, refused.stdout]).toEqual([exitCodes.refused.code, '']);
    expect((await home.json(['ocn', 'credentials', 'list'])).data).toEqual([]);
    await writeFile(home.file('open.token'), 'secret\n', { mode: 0o644 });
    expect((await failure(...register, '--token', home.file('open.token'))).code).toBe(exitCodes.file.code);
    expect((await failure(...register, '--token', home.file('missing'))).code).toBe(exitCodes.file.code);
    expect((await failure('register', 'other', '--party', 'NLEMPX', '--token', wrong, ...on(1))).code).toBe(
      exitCodes.input.code,
    );
    expect((await failure('register', 'other', '--party', 'NL/EMP', '--token', wrong)).code).toBe(exitCodes.usage.code);
    expect((await failure(...register, '--token', wrong, '--network', 'eip155:1')).code).toBe(exitCodes.input.code);
    expect((await failure(...register, '--token', wrong, '--wallet', 'nobody')).code).toBe(exitCodes.notFound.code);
    const nowhere = [
      'register',
      'other',
      '--party',
      'NL/EMP',
      '--node',
      'http://127.0.0.1:1',
      '--token',
      wrong,
      '--listen',
      '127.0.0.1:0',
    ];
    expect((await home.apart.failure(['ocn', ...nowhere])).code).toBe(exitCodes.network.code);
    for (const noun of ['show', 'rotate', 'remove']) {
      expect((await failure('credentials', noun, 'nothing', '--yes')).code).toBe(exitCodes.notFound.code);
    }
    expect((await failure('listen', 'nothing')).code).toBe(exitCodes.notFound.code);
    expect((await failure('listen', '../x')).code).toBe(exitCodes.input.code);
    const neither = await failure('mock', 'cpo', '--party', 'DE/GSL', '--node', node.url, '--listen', '127.0.0.1:0');
    expect([neither.code, neither.stdout, neither.error.field]).toEqual([exitCodes.usage.code, '', '--token']);
    expect(
      (await failure('mock', 'cpo', '--party', 'DE/GSL', '--node', node.url, '--token', wrong, '--speed', '0')).code,
    ).toBe(exitCodes.input.code);
    expect(
      (
        await failure(
          'mock',
          'emsp',
          '--party',
          'NL/EMP',
          '--node',
          node.url,
          '--token',
          wrong,
          '--sessions',
          '1',
          '--listen',
          '127.0.0.1:0',
        )
      ).code,
    ).toBe(exitCodes.input.code);
  }, 60_000);
});

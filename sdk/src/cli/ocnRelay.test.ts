import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { p256 } from '@noble/curves/nist.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testAccount } from '../../../test/support/anvil.ts';
import { type LocalChain, startLocalChain } from '../../../test/support/localChain.ts';
import { walletOf } from '../../../test/support/networkWorld.ts';
import { fromHex, type Hex } from '../bytes/index.ts';
import { changeRegistry, nodeOf, partyOf } from '../chain/index.ts';
import { ChangeFile } from '../ocn/registry/index.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createRegistryHome, type RegistryHome } from './ocnRegistry.fixtures.ts';

let local: LocalChain;
let home: RegistryHome;
beforeAll(async () => {
  local = await startLocalChain();
  home = await createRegistryHome(local.node.rpcUrl, local.chain, { owner: 1, payer: 2, alice: 3, mallory: 4 });
  await home.raw(['signer', 'create', 'other', '--algorithm', 'P-256']);
  await home.ocn('node set https://base.example --unchecked --wallet owner --sign-only --out base.json');
});
afterAll(async () => {
  await home?.[Symbol.asyncDispose]();
  await local?.[Symbol.asyncDispose]();
});

const urlOf = async (operator: Hex) => (await nodeOf(local.chain, operator, { depth: 'head' })).url;
const balanceOf = (index: number) => local.node.client.getBalance({ address: testAccount(index).address });
const read = async (name: string) => ChangeFile.decode(await readFile(home.file(name)));
const ok = async (line: string, more: NodeJS.ProcessEnv = {}) => {
  const { code, data, stderr } = await home.ocn(line, more);
  if (code !== 0) throw new Error(`${line}: ${code}\n${stderr}`);
  return data;
};

describe('what an owner signs and another wallet sends', () => {
  test('behavior: the owner pays nothing; what was sent is not sent again (attack: replay)', async () => {
    const before = await balanceOf(1);
    const signed = await ok('node set https://one.example --unchecked --wallet owner --sign-only --out one.json');
    expect(signed).toMatchObject({ owner: home.address('owner'), sequence: 1, typedData: { primaryType: 'SetNode' } });
    expect(await urlOf(home.address('owner'))).toBeNull();
    expect((await ok('relay one.json --wallet payer --dry-run')).outcome).toBe('possible');
    const sent = await home.apart.ocn('relay one.json --wallet payer');
    expect([sent.code, sent.data]).toMatchObject([0, { outcome: 'done', owner: home.address('owner') }]);
    expect(await urlOf(home.address('owner'))).toBe('https://one.example');
    expect(await balanceOf(1)).toBe(before);
    const paid = await balanceOf(2);
    expect(await ok('relay one.json --wallet payer')).toMatchObject({ outcome: 'already', transaction: null });
    expect(await balanceOf(2)).toBe(paid);
  });

  test('behavior: several changes are signed in order, the second with no connection at all', async () => {
    await ok('node delete --wallet owner --sign-only --out delete.json');
    const { sequence } = await read('delete.json');
    const offline = { GRIDSEAL_RPC_URL: '' };
    const next = `node set https://again.example --wallet owner --unchecked --sign-only --sequence ${sequence + 1}`;
    await ok(`${next} --out again.json`, offline);
    const early = await home.apart.refused('relay again.json --wallet payer');
    expect([early.code, early.error.field]).toEqual([exitCodes.refused.code, 'sequence']);
    await ok('relay delete.json --wallet payer');
    expect((await ok('relay again.json --wallet payer')).outcome).toBe('done');
    // The first is used up, and what it did is not so any more.
    const late = await home.refused('relay delete.json --wallet payer');
    expect([late.code, late.error.field]).toEqual([exitCodes.refused.code, 'sequence']);
  });

  test('error: a transaction of the owner makes void what was signed before it', async () => {
    await ok('node set https://void.example --unchecked --wallet owner --sign-only --out void.json');
    await changeRegistry(local.chain, testAccount(1), { action: 'setNode', url: 'https://mine.example' });
    const paid = await balanceOf(2);
    const { code, error } = await home.refused('relay void.json --wallet payer');
    expect([code, error.field]).toEqual([exitCodes.refused.code, 'sequence']);
    expect(await balanceOf(2)).toBe(paid);
  });

  test('error: another chain, another registry, a changed file, a signature of somebody else (attacks)', async () => {
    await ok('node set https://good.example --unchecked --wallet owner --sign-only --out good.json');
    const good = await read('good.json');
    const paid = await balanceOf(2);
    const relay = async (file: ChangeFile.ChangeFile | string, more = '') => {
      await writeFile(home.file('bad.json'), typeof file === 'string' ? file : ChangeFile.encode(file));
      const { code, error } = await home.refused(`relay bad.json --wallet payer${more}`);
      return [code, error.field];
    };
    const { verification, input, refused } = exitCodes;
    const { type: _t, digest: _d, signature = '0x', ...asked } = good;
    const other = (change: Partial<ChangeFile.ChangeInput>) =>
      ChangeFile.withSignature(ChangeFile.from({ ...asked, ...change }), signature);
    expect(await relay(other({ chainId: 1 }))).toEqual([verification.code, 'change.chainId']);
    const elsewhere: Hex = `0x${'11'.repeat(20)}`;
    expect(await relay(other({ nodeRegistry: elsewhere }))).toEqual([verification.code, 'change.nodeRegistry']);
    expect(await relay(other({ change: { action: 'deleteNode' } }))).toEqual([refused.code, 'signature']);
    expect(await relay(other({ deadline: good.deadline + 1 }))).toEqual([refused.code, 'signature']);
    expect(await relay({ ...good, sequence: good.sequence + 1 })).toEqual([verification.code, 'change.digest']);
    const text = new TextDecoder().decode(ChangeFile.encode(good));
    expect(await relay(text.replace('good.example', 'evil.example'))).toEqual([verification.code, 'change.digest']);
    expect(await relay(text.replace('"sequence"', '"extra":1,"sequence"'))).toEqual([input.code, 'change']);
    expect(await relay(`${text} `)).toEqual([input.code, 'change']);
    expect(await relay('{}')).toEqual([input.code, 'change.type']);
    const mallory = await ChangeFile.sign(walletOf(4), ChangeFile.from({ ...asked, signer: home.address('mallory') }));
    expect(await relay({ ...good, signature: mallory.signature as Hex })).toEqual([refused.code, 'signature']);
    const { signature: _s, ...unsigned } = good;
    expect(await relay(unsigned)).toEqual([verification.code, 'change.signature']);
    expect(await balanceOf(2)).toBe(paid);
  });

  test('error: a deadline that has passed, before any gas is spent', async () => {
    await ok('node set https://late.example --unchecked --wallet owner --sign-only --out late.json --deadline 1h');
    const { timestamp } = await local.node.client.getBlock();
    await local.node.request('evm_setNextBlockTimestamp', [Number(timestamp) + 7_200]);
    await local.node.mine();
    const paid = await balanceOf(2);
    const { code, error } = await home.refused('relay late.json --wallet payer');
    expect([code, error.field]).toEqual([exitCodes.refused.code, 'deadline']);
    expect(await balanceOf(2)).toBe(paid);
  });

  test('behavior: with no connection all has to be said; a provider and its permissions are enough', async () => {
    const offline = { GRIDSEAL_RPC_URL: '' };
    const provider = testAccount(6).address;
    const agree = `agreement create ${provider} --wallet owner --sign-only --sequence 1 --out agree.json`;
    expect((await home.refused(agree, offline)).error.field).toBe('--permission');
    await ok(`${agree} --permission FORWARD_ALL`, offline);
    expect((await read('agree.json')).change).toEqual({
      action: 'createAgreement',
      ...{ provider: provider.toLowerCase(), permissions: ['FORWARD_ALL'] },
    });
    const update = 'party update --role CPO --wallet owner --sign-only --sequence 1';
    expect((await home.refused(update, offline)).error.field).toBe('--rpc-url');
    const unknown = await home.refused('node delete --wallet owner --sign-only', offline);
    expect(unknown.code).toBe(exitCodes.configuration.code);
  });

  test.each([
    ['node set https://x.example --unchecked --sign-only --wallet owner --out base.json', 'file', '--out'],
    ['node set https://x.example --unchecked --sign-only --wallet owner --sequence 0', 'input', '--sequence'],
    ['node set https://x.example --unchecked --sign-only --signer nobody', 'notFound', '--signer'],
    ['relay nowhere.json --wallet payer', 'file', '<change>'],
    ['relay base.json', 'usage', '--wallet'],
    ['approve base.json --wallet payer', 'verification', 'signer'],
    ['approve base.json --wallet owner --as board', 'usage', '--as'],
    ['approve base.json --wallet owner --on-chain', 'usage', '--on-chain'],
    ['request base.json --signer other --out to-other', 'verification', '--signer'],
    ['request base.json --signer nobody --out to-nobody', 'notFound', '--signer'],
    ['answer base.json 0x1234', 'verification', 'signature'],
    ['answer base.json nowhere.sig', 'file', '<signature>'],
  ] as const)('error: %s', async (line, status, field) => {
    const { code, error } = await home.refused(line);
    expect([code, error.field]).toEqual([exitCodes[status].code, field]);
  });
});

describe('owners of every kind', () => {
  test('behavior: a P-521 key owns a node, and a wallet pays', async () => {
    await home.raw(['signer', 'create', 'vault', '--algorithm', 'P-521']);
    const set = await ok('node set https://vault.example --unchecked --signer vault --wallet payer');
    expect(set.outcome).toBe('done');
    expect(set.owner).not.toBe(home.address('payer'));
    expect(await urlOf(set.owner)).toBe('https://vault.example');
    expect((await ok('node show vault')).operator).toBe(set.owner);
    await ok('node delete --signer vault --sign-only --out vault.json');
    const relayed = await ok('relay vault.json --wallet payer');
    expect([relayed.outcome, await urlOf(set.owner)]).toEqual(['done', null]);
    // With hints, verifying the signature takes less than 2,000,000 gas.
    expect(relayed.gasUsed).toBeLessThan(3_200_000);
  });

  test('behavior: a key that is kept elsewhere answers with a plain signature', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await writeFile(home.file('chip.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    await home.raw(['signer', 'create', 'chip', '--public-key', home.file('chip.pub')]);
    const asked = await ok('node set https://chip.example --unchecked --owner chip --sign-only --out chip.json');
    expect((await home.refused('relay chip.json --wallet payer')).error.field).toBe('change.signature');
    await ok('request chip.json --signer chip --out to-chip');
    const readme = await readFile(home.file('to-chip/README.txt'), 'utf8');
    for (const word of ['https://chip.example', 'gridseal ocn answer', asked.digest.slice(2)])
      expect(readme).toContain(word);
    expect(await readFile(home.file('to-chip/digest.bin'))).toEqual(Buffer.from(fromHex(asked.digest)));
    await writeFile(home.file('chip.der'), signDigest(asked.digest, privateKey));
    await ok('answer to-chip/request.json chip.der --out chip-signed.json');
    expect((await ok('relay chip-signed.json --wallet payer')).outcome).toBe('done');
    expect(await urlOf(asked.owner)).toBe('https://chip.example');
    await writeFile(home.file('wrong.der'), signDigest(`0x${'11'.repeat(32)}`, privateKey));
    const { code } = await home.refused('answer chip.json wrong.der --out wrong.json');
    expect(code).toBe(exitCodes.verification.code);
  });

  test('behavior: a wallet elsewhere signs the typed data that programs are given', async () => {
    const address = testAccount(5).address;
    const asked = await ok(
      `node set https://ledger.example --unchecked --owner ${address} --sign-only --out ledger.json`,
    );
    const { EIP712Domain: _, ...types } = asked.typedData.types;
    const signature = await testAccount(5).signTypedData({ ...asked.typedData, types });
    await ok(`answer ledger.json ${signature} --out ledger-signed.json`);
    expect((await ok('relay ledger-signed.json --wallet payer')).outcome).toBe('done');
    expect(await urlOf(asked.owner)).toBe('https://ledger.example');
  });

  test('behavior: a quorum owns a party: its members approve the file, anybody sends it', async () => {
    await changeRegistry(local.chain, testAccount(1), { action: 'setNode', url: 'https://one.example' });
    await home.raw(['signer', 'create', 'bob', '--algorithm', 'P-256']);
    const create = ['quorum', 'create', '--member', 'alice', '--member', 'bob', '--threshold', '2', '--name', 'board'];
    expect((await home.raw([...create, '--wallet', 'payer', '--yes'])).code).toBe(0);
    const terms = 'NL/BRD --role EMSP --sender tokens --operator owner --owner quorum:board';
    const asked = await ok(`party set ${terms} --sign-only --out board.json`);
    const alone = await home.ocn('relay board.json --wallet payer');
    expect([alone.code, alone.data.satisfied]).toEqual([exitCodes.verification.code, false]);
    const shown = await home.page('approve board.json --wallet alice --dry-run');
    for (const word of ['NL/BRD', 'EMSP', 'SetParty(address party', asked.digest]) expect(shown.stdout).toContain(word);
    await ok('approve board.json --wallet alice --out alice.json');
    const half = await home.ocn('relay board.json --wallet payer --approval alice.json');
    expect([half.code, half.data.collection.missing]).toEqual([exitCodes.verification.code, 1]);
    const folder = await ok('request board.json --signer bob --out to-bob');
    const readme = await readFile(home.file('to-bob/README.txt'), 'utf8');
    for (const word of ['NL/BRD', 'gridseal signer answer', folder.digest.slice(2)]) expect(readme).toContain(word);
    await ok('approve board.json --signer bob --out bob.json');
    const relay = 'relay board.json --wallet payer --approval alice.json --approval bob.json';
    expect((await ok(relay)).outcome).toBe('done');
    expect((await partyOf(local.chain, asked.owner, { depth: 'head' })).party?.roles).toEqual(['EMSP']);
    expect((await ok(relay)).outcome).toBe('already');
    expect((await ok('party show quorum:board')).id).toBe('NL/BRD');
    // Approvals of one change count for no other.
    await ok('party delete --owner quorum:board --sign-only --out leave.json');
    const other = await home.ocn('relay leave.json --wallet payer --approval alice.json --approval bob.json');
    expect([other.code, other.data.satisfied]).toEqual([exitCodes.verification.code, false]);
  });
});

/** What `openssl pkeyutl -sign` does: ECDSA over the 32 bytes themselves, in DER. */
function signDigest(digest: Hex, key: KeyObject): Uint8Array {
  const secret = Buffer.from(key.export({ format: 'jwk' }).d as string, 'base64url');
  return p256.sign(fromHex(digest), secret, { prehash: false, lowS: false, format: 'der' });
}

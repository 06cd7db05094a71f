import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { type Hex, toHex } from 'viem';
import { afterAll, describe, expect, test } from 'vitest';
import hardhatConfig from '../../hardhat.config.ts';
import { anchoredNodeRegistry } from '../../ignition/modules/AnchoredNodeRegistry.ts';
import WebAuthn from '../../ignition/modules/ERC7913WebAuthnVerifier.ts';
import System from '../../ignition/modules/System.ts';
import { deploymentNetworks, rpcVariable } from '../../ignition/networks.ts';
import {
  anchorsOf,
  contractAddresses,
  create2Data,
  create2Factory,
  createQuorum,
  deployNodeRegistry,
  isExpectedCode,
  runsUnder,
} from '../../sdk/src/chain/index.ts';
import { quorumRegistryBytecode } from '../../sdk/src/generated/bytecode/index.ts';
import { Keystore } from '../../sdk/src/identity/index.ts';
import { Quorum } from '../../sdk/src/quorum/index.ts';
import { type Anvil, type AnvilOptions, startAnvil, testAccount } from '../support/anvil.ts';
import { chainOn } from '../support/localChain.ts';
import { startRpcProxy } from '../support/rpcProxy.ts';
import { runNode } from '../support/runNode.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gridseal-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** EIP-7825. */
const transactionGasCap = 16_777_216n;
let runs = 0;
const freshFolder = () => path.join(folder, String(++runs));

const account = testAccount(6);
const key = toHex(account.getHdKey().privateKey as Uint8Array);
const keys = Object.keys(contractAddresses) as (keyof typeof contractAddresses)[];

interface Run {
  readonly network: string;
  readonly rpcUrl: string;
  readonly out: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly onStart?: (kill: () => void) => void;
}

function deploy({ network, rpcUrl, out, args = [], env = {}, ...rest }: Run) {
  const given = ['--network', network, '--out', out, '--no-verify', '--confirmations', '1', ...args];
  const variables = { [rpcVariable(network)]: rpcUrl, GRIDSEAL_DEPLOYER_KEY: key, ...env };
  return runNode(['scripts/deploy.ts', ...given], { env: variables, ...rest });
}

/** What the rules of a node's chain are enough for. */
const wantedUnder = (hardfork = 'osaka') =>
  keys.filter((name) => runsUnder(hardfork === 'london' ? 'london' : 'cancun', name));

async function expectDeployed(node: Anvil, wanted = keys): Promise<void> {
  for (const name of keys) {
    const code = await node.client.getCode({ address: contractAddresses[name] });
    if (wanted.includes(name)) expect(isExpectedCode(name, code ?? '0x'), name).toBe(true);
    else expect(code, name).toBeUndefined();
  }
}

const recordOf = (out: string, chainId: number) => JSON.parse(readFileSync(path.join(out, `${chainId}.json`), 'utf8'));

/** The rules of each network as far as the node knows them; on Energy Web's, nobody has brought the factory. */
const rehearsals: Readonly<Record<string, AnvilOptions>> = {
  local: { hardfork: 'osaka' },
  liskSepolia: { optimism: true },
  lisk: { optimism: true },
  volta: { hardfork: 'london', withoutCreate2Factory: true },
  energyWeb: { hardfork: 'london', withoutCreate2Factory: true },
  gnosis: { hardfork: 'prague' },
  chiado: { hardfork: 'prague' },
};

describe('rehearsals', () => {
  for (const [network, options] of Object.entries(rehearsals)) {
    test(`behavior: ${network}: the same addresses, recorded`, async () => {
      const { chainId = 0 } = deploymentNetworks[network] ?? {};
      await using node = await startAnvil({ ...options, chainId });
      const out = freshFolder();
      const { code, stdout, stderr } = await deploy({ network, rpcUrl: node.rpcUrl, out });
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const wanted = wantedUnder(options.hardfork);
      await expectDeployed(node, wanted);
      const record = recordOf(out, chainId);
      expect(record).toMatchObject({ chainId, network, compiler: { version: '0.8.30' } });
      expect(Object.keys(record.contracts)).toEqual(wanted);
      for (const name of wanted) {
        const { address, block, transaction } = record.contracts[name];
        expect(address).toBe(contractAddresses[name]);
        const receipt = await node.client.getTransactionReceipt({ hash: transaction });
        expect(receipt.blockNumber).toBe(BigInt(block));
        expect(receipt.gasUsed, name).toBeLessThan(transactionGasCap);
      }
      expect(stdout).not.toContain(key.slice(2));
    });
  }

  test('behavior: every network is rehearsed', () => {
    expect(Object.keys(rehearsals).sort()).toEqual(Object.keys(deploymentNetworks).sort());
  });

  test('behavior: the System module alone gives the same addresses', async () => {
    await using node = await startAnvil();
    const hardhat = await createHardhatRuntimeEnvironment({
      ...hardhatConfig,
      networks: { here: { type: 'http', url: node.rpcUrl } },
      paths: { ignition: freshFolder() },
    });
    const connection = await hardhat.network.create('here');
    const deployed = Object.values(await connection.ignition.deploy(System)).map(({ address }) => address);
    expect(deployed).toEqual(wantedUnder('london').map((name) => contractAddresses[name]));
    await connection.ignition.deploy(WebAuthn);
    await expectDeployed(node);
    await connection.close();
  });
});

describe('again', () => {
  test('behavior: a second run sends nothing and records the same', async () => {
    await using node = await startAnvil();
    const run = { network: 'local', rpcUrl: node.rpcUrl, out: freshFolder() };
    await deploy(run);
    const before = recordOf(run.out, 31_337);
    const count = await node.client.getTransactionCount({ address: account.address });
    expect((await deploy(run)).code).toBe(0);
    expect(await node.client.getTransactionCount({ address: account.address })).toBe(count);
    expect(recordOf(run.out, 31_337)).toEqual(before);
  });

  // 1 funds the factory, 2 is the factory, 3 to 5 are the contracts.
  for (const last of [1, 2, 3, 4]) {
    test(`behavior: killed right after transaction ${last}, the next run finishes`, async () => {
      await using node = await startAnvil({ chainId: 246, hardfork: 'london', withoutCreate2Factory: true });
      let kill: () => void = () => undefined;
      let sent = 0;
      await using proxy = await startRpcProxy(node.rpcUrl, {
        rewrite: ({ method }) => {
          if (method === 'eth_sendRawTransaction' && ++sent === last) kill();
          return null;
        },
      });
      const run = { network: 'energyWeb', rpcUrl: proxy.url, out: freshFolder() };
      const first = await deploy({ ...run, onStart: (end) => (kill = end) });
      expect(first.code).toBeNull();
      kill = () => undefined;
      const second = await deploy(run);
      expect(second.stderr).toBe('');
      expect(second.code).toBe(0);
      await expectDeployed(node, wantedUnder('london'));
    });
  }

  test('behavior: killed while transactions wait in the pool, the next run waits for them and finishes', async () => {
    await using node = await startAnvil({ chainId: 246, hardfork: 'london', blockTime: 3 });
    let kill: () => void = () => undefined;
    await using proxy = await startRpcProxy(node.rpcUrl, {
      rewrite: ({ method }) => {
        if (method === 'eth_sendRawTransaction') kill();
        return null;
      },
    });
    const run = { network: 'energyWeb', rpcUrl: proxy.url, out: freshFolder() };
    const first = await deploy({ ...run, onStart: (end) => (kill = end) });
    expect(first.code).toBeNull();
    kill = () => undefined;
    const second = await deploy(run);
    expect(second.stderr).toBe('');
    expect(second.code).toBe(0);
    await expectDeployed(node, wantedUnder('london'));
  });

  test('behavior: a contract that somebody else has deployed is taken as it is', async () => {
    await using node = await startAnvil();
    const hash = await node.client.sendTransaction({
      chain: null,
      to: create2Factory.address,
      data: create2Data(quorumRegistryBytecode),
    });
    await node.client.waitForTransactionReceipt({ hash });
    const out = freshFolder();
    const { code, stdout } = await deploy({ network: 'local', rpcUrl: node.rpcUrl, out });
    expect(code).toBe(0);
    expect(stdout).toMatch(/quorumRegistry +0x\w+ is there/);
    expect(recordOf(out, 31_337).contracts.quorumRegistry.transaction).toBe(hash);
    await expectDeployed(node);
  });

  test('behavior: a node registry with anchors comes beside the open one, once, and is recorded', async () => {
    await using node = await startAnvil();
    const run = { network: 'local', rpcUrl: node.rpcUrl, out: freshFolder() };
    await deploy(run);
    const chain = chainOn([node.rpcUrl], 31_337);
    const found = async (index: number) => {
      const members = [{ signer: testAccount(index).address.toLowerCase() as Hex }];
      return (await createQuorum(chain, account, Quorum.from({ members, threshold: 1 }))).quorum;
    };
    const anchors = [await found(1), await found(2)];
    const args = anchors.flatMap((anchor) => ['--anchor', anchor]);
    const nobody = await deploy({ ...run, args: ['--anchor', `0x${'12'.repeat(32)}`] });
    expect([nobody.code, nobody.stderr]).toEqual([1, expect.stringContaining('is no quorum on this chain')]);
    const { code, stdout } = await deploy({ ...run, args: [...args, '--needed', '1'] });
    expect(code).toBe(0);
    const { nodeRegistries, contracts } = recordOf(run.out, 31_337);
    expect(nodeRegistries).toMatchObject([{ anchors: anchors.toSorted(), needed: 1, block: expect.any(Number) }]);
    const { address } = nodeRegistries[0];
    expect(stdout).toContain(address);
    expect(address).not.toBe(contracts.nodeRegistry.address);
    const own = chainOn([node.rpcUrl], 31_337, { addresses: { ...contractAddresses, nodeRegistry: address } });
    expect(await anchorsOf(own)).toEqual({ anchors: anchors.toSorted(), needed: 1 });
    expect(
      (
        await deploy({
          ...run,
          args: [...anchors.toReversed().flatMap((anchor) => ['--anchor', anchor]), '--needed', '1'],
        })
      ).code,
    ).toBe(0);
    expect((await deploy(run)).code).toBe(0);
    expect(recordOf(run.out, 31_337).nodeRegistries).toEqual(nodeRegistries);
    const hardhat = await createHardhatRuntimeEnvironment({
      ...hardhatConfig,
      networks: { here: { type: 'http', url: node.rpcUrl } },
      paths: { ignition: freshFolder() },
    });
    const connection = await hardhat.network.create('here');
    const module = anchoredNodeRegistry({ anchors, needed: 2 });
    const { nodeRegistry } = await connection.ignition.deploy(module);
    expect(nodeRegistry.address).toBe((await deployNodeRegistry(chain, account, { anchors, needed: 2 })).address);
    await connection.close();
  });

  test('behavior: a local chain that was started anew is deployed to anew', async () => {
    const out = freshFolder();
    for (const timestamp of [1_800_000_000, 1_800_000_100]) {
      await using node = await startAnvil({ timestamp });
      expect((await deploy({ network: 'local', rpcUrl: node.rpcUrl, out })).code).toBe(0);
      await expectDeployed(node);
    }
  });
});

describe('refusals', () => {
  async function expectNothingSent(node: Anvil): Promise<void> {
    expect(await node.client.getBlockNumber()).toBe(0n);
    expect(await node.client.getTransactionCount({ address: account.address, blockTag: 'pending' })).toBe(0);
  }

  test('behavior: a dry run says what it would do and sends nothing', async () => {
    await using node = await startAnvil({ chainId: 246, hardfork: 'london', withoutCreate2Factory: true });
    const out = freshFolder();
    const { code, stdout } = await deploy({ network: 'energyWeb', rpcUrl: node.rpcUrl, out, args: ['--dry-run'] });
    expect(code).toBe(0);
    expect(stdout).toContain('London');
    expect(stdout).toContain('no precompile');
    expect(stdout).toContain('is missing and will be brought');
    expect(stdout).toMatch(/webAuthnVerifier +0x\w+ is left out: its code needs cancun rules/);
    expect(stdout).toMatch(/rsaVerifier +0x\w+ to deploy/);
    for (const name of keys) expect(stdout).toContain(contractAddresses[name]);
    await expectNothingSent(node);
    expect(() => recordOf(out, 246)).toThrow();
  });

  test('error: another chain id', async () => {
    await using node = await startAnvil({ chainId: 1 });
    const { code, stderr } = await deploy({ network: 'gnosis', rpcUrl: node.rpcUrl, out: freshFolder() });
    expect(code).toBe(1);
    expect(stderr).toContain('serves chain 1, not 100');
    await expectNothingSent(node);
  });

  test('error: too little balance says how much is missing', async () => {
    await using node = await startAnvil({ chainId: 100 });
    await node.request('anvil_setBalance', [account.address, '0x1']);
    const { code, stderr } = await deploy({ network: 'gnosis', rpcUrl: node.rpcUrl, out: freshFolder() });
    expect(code).toBe(1);
    expect(stderr).toMatch(/Send it at least [\d.]+ xDAI/);
    await expectNothingSent(node);
  });

  test('error: other code at the factory’s or a contract’s address', async () => {
    for (const address of [create2Factory.address, contractAddresses.keyAnnouncements]) {
      await using node = await startAnvil();
      await node.request('anvil_setCode', [address, '0x00']);
      const { code, stderr } = await deploy({ network: 'local', rpcUrl: node.rpcUrl, out: freshFolder() });
      expect(code).toBe(1);
      expect(stderr).toContain(address);
      await expectNothingSent(node);
    }
  });

  test('error: an endpoint that is not there', async () => {
    const { code, stderr } = await deploy({ network: 'lisk', rpcUrl: 'http://127.0.0.1:1', out: freshFolder() });
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be reached');
  });

  test('error: wrong usage names the flag or variable, and never shows the key', async () => {
    const good: Hex = key;
    const cases = [
      { field: '--network', run: { network: 'mainnet' } },
      { field: 'GRIDSEAL_DEPLOYER_KEY', run: { env: { GRIDSEAL_DEPLOYER_KEY: '' } } },
      { field: 'GRIDSEAL_DEPLOYER_KEY', run: { env: { GRIDSEAL_DEPLOYER_KEY: good.slice(2) } } },
      { field: 'GRIDSEAL_DEPLOYER_PASSWORD_FILE', run: { env: { GRIDSEAL_DEPLOYER_KEYSTORE: '/dev/null' } } },
      { field: '--confirmations', run: { args: ['--confirmations', '0'] } },
      { field: '--needed', run: { args: ['--needed', '1'] } },
      { field: '--nonsense', run: { args: ['--nonsense'] } },
    ];
    for (const { field, run } of cases) {
      const { code, stderr } = await deploy({
        network: 'gnosis',
        rpcUrl: 'http://127.0.0.1:1',
        out: freshFolder(),
        ...run,
      });
      expect(stderr).toContain(field);
      expect(stderr).not.toContain(good.slice(2));
      expect(code).toBe(2);
    }
  });
});

describe('keystore', () => {
  test('behavior: the key can come from a keystore with its password in a file', async () => {
    await using node = await startAnvil({ chainId: 100 });
    const { mkdirSync, writeFileSync } = await import('node:fs');
    const out = freshFolder();
    mkdirSync(out);
    const [keystore, password] = [path.join(out, 'key.json'), path.join(out, 'password')];
    const json = await Keystore.encrypt(account.getHdKey().privateKey as Uint8Array, 'a password', { cost: 1_024 });
    writeFileSync(keystore, json);
    writeFileSync(password, 'a password\n');
    const env = {
      GRIDSEAL_DEPLOYER_KEY: '',
      GRIDSEAL_DEPLOYER_KEYSTORE: keystore,
      GRIDSEAL_DEPLOYER_PASSWORD_FILE: password,
    };
    const run = { network: 'gnosis', rpcUrl: node.rpcUrl, out, env };
    const { code, stdout } = await deploy({ ...run, args: ['--dry-run'] });
    expect(code).toBe(0);
    expect(stdout).toContain(account.address);
    writeFileSync(password, 'another\n');
    expect((await deploy({ ...run, args: ['--dry-run'] })).code).toBe(1);
  });
});

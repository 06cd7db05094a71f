import { describe, expect, test } from 'vitest';
import { contractAddresses } from '../../sdk/src/chain/index.ts';
import { createHome } from '../../sdk/src/cli/cli.fixtures.ts';
import { startLocalChain } from '../support/localChain.ts';

describe('a chain with London rules', () => {
  test('behavior: the command says which verifier is not there, and finds nothing wrong with that', async () => {
    await using local = await startLocalChain({ chainId: 246, hardfork: 'london' });
    await using home = await createHome();
    const env = { GRIDSEAL_RPC_URL: local.node.rpcUrl, GRIDSEAL_CHAIN_ID: '246' };
    const status = await home.json(['chain', 'status'], { env });
    expect(status.code).toBe(0);
    const contracts = status.data.contracts as { name: string; present: boolean; possible: boolean }[];
    const missing = contracts.filter(({ present }) => !present);
    expect(missing).toMatchObject([{ name: 'webAuthnVerifier', possible: false, codeHash: null }]);

    const doctor = await home.json(['doctor'], { env });
    const findings = doctor.data.findings as { check: string; state: string; hint?: string }[];
    const about = findings.filter(({ check }) => check.startsWith('contract '));
    expect(about.filter(({ state }) => state !== 'ok')).toMatchObject([
      { check: 'contract webAuthnVerifier', state: 'warning', hint: expect.stringContaining('too old') },
    ]);
    expect(findings.filter(({ state }) => state === 'problem')).toEqual([]);
  });

  test('error: a verifier that could be there and is not', async () => {
    await using local = await startLocalChain({ chainId: 246, hardfork: 'london' });
    await using home = await createHome();
    const { p256Verifier } = local.chain.addresses;
    await local.node.request('anvil_setCode', [p256Verifier, '0x']);
    const env = { GRIDSEAL_RPC_URL: local.node.rpcUrl, GRIDSEAL_CHAIN_ID: '246' };
    expect((await home.json(['chain', 'status'], { env })).code).not.toBe(0);
    const { findings } = (await home.json(['doctor'], { env })).data as {
      findings: { check: string; hint?: string }[];
    };
    const found = findings.find(({ check }) => check === 'contract p256Verifier');
    expect(found).toMatchObject({ state: 'warning', hint: expect.stringContaining('npm run deploy') });
  });

  test('error: a quorum that needs a passkey, whose verifier cannot be there', async () => {
    await using local = await startLocalChain({ chainId: 246, hardfork: 'london' });
    await using home = await createHome();
    const env = { GRIDSEAL_RPC_URL: local.node.rpcUrl, GRIDSEAL_CHAIN_ID: '246' };
    const passkey = `${contractAddresses.webAuthnVerifier}${'11'.repeat(64)}`;
    const wallet = `0x${'22'.repeat(20)}`;
    const create = ['quorum', 'create', '--member', passkey, '--member', wallet, '--threshold'];
    const { code, error } = await home.failure([...create, '2'], { env });
    expect(code).not.toBe(0);
    expect(error).toMatchObject({ code: 'OFF_CHAIN_QUORUM', field: 'quorum.threshold' });
    expect(error.hints.join()).toContain(contractAddresses.webAuthnVerifier.toLowerCase());
    // The wallet alone is enough for a threshold of 1: then it is the wallet's key that is missing here.
    expect((await home.failure([...create, '1'], { env })).error.code).not.toBe('OFF_CHAIN_QUORUM');
  });
});

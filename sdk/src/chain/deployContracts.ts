import type { Address, LocalAccount } from 'viem';
import type { Hex } from '../bytes/index.ts';
import { NotFoundError, VerificationError } from '../errors/index.ts';
import { contractAddresses, contractNeeds } from '../generated/index.ts';
import type { Chain, ChainAddresses, DeployedAddresses } from './chain.ts';
import { rulesOf, runsUnder } from './chainRules.ts';
import { create2Data, create2Factory } from './create2.ts';
import { fromAmount } from './quantity.ts';
import type { Question } from './rpc/pool.ts';
import { isExpectedCode } from './runtimeCode.ts';
import { send, sendRaw, type WriteOptions } from './send.ts';

/** What a deployment came to. */
export interface Deployed {
  /** The same on every chain, without what is left out. */
  readonly addresses: DeployedAddresses;
  /** What this call has deployed; the rest was there. */
  readonly created: readonly (keyof ChainAddresses)[];
  /** What the chain's rules are too old for. */
  readonly leftOut: readonly (keyof ChainAddresses)[];
}

/**
 * Brings the contracts to a chain through the CREATE2 factory, and the factory itself if the chain lacks it; does nothing for
 * what is there. Meant for a fresh local chain; `npm run deploy` does the same with all its checks and records.
 *
 * @throws {VerificationError} if there is other code at the factory's address.
 * @throws {NotFoundError} if a contract is not there afterwards.
 * @example
 * ```ts
 * const { addresses } = await deployContracts(chain, account);
 * ```
 */
export async function deployContracts(
  chain: Chain,
  account: LocalAccount,
  options: WriteOptions = {},
): Promise<Deployed> {
  const { initCodes } = await import('../generated/bytecode/initCodes.ts');
  const all = Object.keys(initCodes) as (keyof ChainAddresses)[];
  const rules = await rulesOf(chain, options.signal);
  const names = all.filter((name) => runsUnder(rules, name));
  await ensureFactory(chain, account, options);
  const created = await missingOf(chain, names, options);
  const deploy = (name: keyof ChainAddresses) => {
    const data = create2Data(initCodes[name]);
    return send(chain, account, { operation: `deploy ${name}`, to: create2Factory.address, data }, options);
  };
  for (const wave of inWaves(created)) await Promise.all(wave.map(deploy));
  const [missing] = await missingOf(chain, names, options);
  if (missing) throw new NotFoundError('is not there after its deployment', { field: missing });
  const { webAuthnVerifier, ...everywhere } = contractAddresses;
  const addresses = names.includes('webAuthnVerifier') ? contractAddresses : everywhere;
  return { addresses, created, leftOut: all.filter((name) => !names.includes(name)) };
}

/** Constructors may look at the contracts whose addresses they take: those go first. */
function inWaves(names: readonly (keyof ChainAddresses)[]): (keyof ChainAddresses)[][] {
  if (names.length === 0) return [];
  const waits = (name: keyof ChainAddresses) => contractNeeds[name].after.some((before) => names.includes(before));
  return [names.filter((name) => !waits(name)), ...inWaves(names.filter(waits))];
}

async function missingOf(chain: Chain, names: readonly (keyof ChainAddresses)[], options: WriteOptions) {
  const codes = await codesAt(
    chain,
    names.map((name) => contractAddresses[name]),
    options,
  );
  return names.filter((name, i) => {
    const code = codes[i] as Hex;
    if (code !== '0x' && !isExpectedCode(name, code)) {
      throw new VerificationError('has other code than expected', { field: name });
    }
    return code === '0x';
  });
}

async function ensureFactory(chain: Chain, account: LocalAccount, options: WriteOptions): Promise<void> {
  const { address, code, deployer, deploymentCost, deployment } = create2Factory;
  const [present] = await codesAt(chain, [address], options);
  if (present === code) return;
  if (present !== '0x') throw new VerificationError(`holds other code than the CREATE2 factory`, { field: address });
  const balance = await balanceOf(chain, deployer, options);
  if (balance < deploymentCost) {
    await send(chain, account, { operation: 'fund', to: deployer, value: deploymentCost - balance }, options);
  }
  await sendRaw(chain, deployment, options);
}

async function codesAt(chain: Chain, addresses: readonly Address[], { signal }: WriteOptions): Promise<Hex[]> {
  if (addresses.length === 0) return [];
  const questions = addresses.map(
    (address): Question => ({ call: { method: 'eth_getCode', params: [address, 'latest'] } }),
  );
  const answers = await chain.rpc.any('for the contracts', questions, signal);
  return answers.map((answer) => ('value' in answer ? (String(answer.value).toLowerCase() as Hex) : '0x'));
}

async function balanceOf(chain: Chain, address: Address, { signal }: WriteOptions): Promise<bigint> {
  const question = { call: { method: 'eth_getBalance', params: [address, 'latest'] } };
  const [answer] = await chain.rpc.any('for a balance', [question], signal);
  return answer && 'value' in answer ? fromAmount(answer.value, 'balance') : 0n;
}

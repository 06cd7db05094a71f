import type { Hex } from 'viem';
import { tableCode } from '../verifiers/p521/table.ts';

/** A contract whose ABI and bytecode users of the SDK get. */
export interface ExportedContract {
  readonly name: string;
  /** What the SDK calls it among the addresses of a chain. */
  readonly key: string;
  /** The folder below `artifacts/` that holds `<name>.json`: the path of its source. A data contract has none. */
  readonly source?: string;
  /** The code of a data contract: bytes that other contracts read, and nobody runs. */
  readonly data?: () => Hex;
  /** The contracts whose addresses its constructor takes; they come before it in the list, and onto a chain. */
  readonly constructorKeys?: readonly string[];
  /** What its constructor takes after these. */
  readonly constructorValues?: readonly unknown[];
  /** The oldest rules that its code runs under; London if nothing is said, and then hardhat.config.ts compiles it for London. */
  readonly rules?: 'london' | 'cancun';
}

const openZeppelinVerifiers = '@openzeppelin/contracts/utils/cryptography/verifiers';

/** Every contract that is exported. The one place to add another. */
export const exportedContracts: readonly ExportedContract[] = [
  { name: 'QuorumRegistry', key: 'quorumRegistry', source: 'contracts/QuorumRegistry.sol' },
  {
    name: 'KeyAnnouncements',
    key: 'keyAnnouncements',
    source: 'contracts/KeyAnnouncements.sol',
    constructorKeys: ['quorumRegistry'],
  },
  {
    // The open one: ids belong to whoever comes first. With anchors it has another address (`deployNodeRegistry` of the SDK).
    name: 'NodeRegistry',
    key: 'nodeRegistry',
    source: 'contracts/NodeRegistry.sol',
    constructorKeys: ['quorumRegistry'],
    constructorValues: [[], 0n],
  },
  {
    name: 'ERC7913P256Verifier',
    key: 'p256Verifier',
    source: `${openZeppelinVerifiers}/ERC7913P256Verifier.sol`,
  },
  { name: 'ERC7913RSAVerifier', key: 'rsaVerifier', source: `${openZeppelinVerifiers}/ERC7913RSAVerifier.sol` },
  {
    name: 'ERC7913WebAuthnVerifier',
    key: 'webAuthnVerifier',
    source: `${openZeppelinVerifiers}/ERC7913WebAuthnVerifier.sol`,
    rules: 'cancun',
  },
  { name: 'P521Table', key: 'p521Table', data: tableCode },
  {
    name: 'P521Verifier',
    key: 'p521Verifier',
    source: 'contracts/verifiers/P521Verifier.sol',
    constructorKeys: ['p521Table'],
  },
  {
    name: 'P521Sha256Verifier',
    key: 'p521Sha256Verifier',
    source: 'contracts/verifiers/P521Sha256Verifier.sol',
    constructorKeys: ['p521Table'],
  },
  { name: 'SlhDsaVerifier', key: 'slhDsaVerifier', source: 'contracts/verifiers/SlhDsaVerifier.sol' },
];

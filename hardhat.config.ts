import { createRequire } from 'node:module';
import path from 'node:path';
import hardhatIgnitionViem from '@nomicfoundation/hardhat-ignition-viem';
import hardhatVerify from '@nomicfoundation/hardhat-verify';
import hardhatViem from '@nomicfoundation/hardhat-viem';
import { defineConfig } from 'hardhat/config';
import { chainDescriptors, hardhatNetworks } from './ignition/hardhatNetworks.ts';

const require = createRequire(import.meta.url);
const solcDirectory = path.dirname(require.resolve('solc/package.json'));

const openZeppelinVerifiers = '@openzeppelin/contracts/utils/cryptography/verifiers';
const npmFilesToBuild = ['P256', 'WebAuthn', 'RSA'].map(
  (name) => `${openZeppelinVerifiers}/ERC7913${name}Verifier.sol`,
);

const compiler = {
  version: '0.8.30',
  path: path.join(solcDirectory, 'soljson.js'),
  // One bytecode for every chain: Energy Web runs London rules, and equal bytecode gives equal CREATE2 addresses.
  // No hash of the sources in it: that one depends on what happened to be compiled in the same run.
  settings: {
    evmVersion: 'london',
    viaIR: true,
    optimizer: { enabled: true, runs: 10_000 },
    metadata: { bytecodeHash: 'none' },
  },
};

// The Yul optimiser cannot lay out the arithmetic of P-521, which its generator has laid out already.
export const laidOut = {
  ...compiler,
  settings: {
    ...compiler.settings,
    optimizer: {
      ...compiler.settings.optimizer,
      details: {
        ...{ peephole: true, inliner: false, jumpdestRemover: true, orderLiterals: false, deduplicate: true },
        ...{ cse: false, constantOptimizer: false, yul: true },
        yulDetails: { stackAllocation: true, optimizerSteps: ':' },
      },
    },
  },
};

const solidity = {
  compilers: [compiler],
  overrides: {
    'contracts/verifiers/P521Verifier.sol': laidOut,
    'contracts/verifiers/P521Sha256Verifier.sol': laidOut,
    'contracts/verifiers/P521Base.sol': laidOut,
    'contracts/verifiers/generated/P521.sol': laidOut,
    // Copies by MCOPY: for chains with Cancun rules alone (scripts/lib/contracts.ts says so, too).
    [`${openZeppelinVerifiers}/ERC7913WebAuthnVerifier.sol`]: {
      ...compiler,
      settings: { ...compiler.settings, evmVersion: 'cancun' },
    },
  },
};

export default defineConfig({
  plugins: [hardhatViem, hardhatIgnitionViem, hardhatVerify],
  // Ignition and verification build with `production`: the same bytecode, each file compiled by itself.
  solidity: { npmFilesToBuild, profiles: { default: solidity, production: { ...solidity, isolated: true } } },
  networks: {
    osaka: { type: 'edr-simulated', chainType: 'l1', chainId: 31_337, hardfork: 'osaka' },
    london: { type: 'edr-simulated', chainType: 'l1', chainId: 246, hardfork: 'london' },
    prague: { type: 'edr-simulated', chainType: 'l1', chainId: 31_337, hardfork: 'prague' },
    op: { type: 'edr-simulated', chainType: 'op', chainId: 4_202 },
    ...hardhatNetworks,
  },
  chainDescriptors,
  test: {
    solidity: {
      fsPermissions: {
        readFile: ['typed-data', 'mixed-quorum', 'slh-dsa-digest', 'p521'].map((name) => `test/vectors/${name}.json`),
        readDirectory: ['artifacts'],
      },
      fuzz: { runs: 256 },
      invariant: { runs: 32, depth: 64, failOnRevert: true },
    },
  },
});

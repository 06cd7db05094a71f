import { readFileSync } from 'node:fs';
import { type Abi, type Address, concatHex, encodeAbiParameters, type Hex, size, toHex } from 'viem';
import { create2Address } from '../../sdk/src/chain/create2.ts';
import { artifactPath } from './compile.ts';
import { type ExportedContract, exportedContracts } from './contracts.ts';
import { type CompiledContract, generatedDeployments } from './generatedDeployments.ts';
import { generatedSources } from './generatedSources.ts';

/** The folders that hold nothing but generated files. */
export const generatedFolders = ['sdk/src/generated', 'deployments/abis'] as const;

const HEADER = '// Made from the compiled contracts by `npm run generate`: do not edit.\n';

/** What the generator needs of Hardhat's artifact. */
interface Artifact extends Omit<CompiledContract, keyof ExportedContract> {
  readonly abi: Abi;
}

/** Every generated file: its path from the top folder and its text. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>(generatedSources());
  const compiled: CompiledContract[] = [];
  for (const contract of exportedContracts) {
    const artifact = readArtifact(contract);
    const { abi } = artifact;
    const bytecode = concatHex([artifact.bytecode, argumentsOf(contract, abi, compiled)]);
    const name = identifierOf(contract.name);
    if (contract.source)
      files.set(`sdk/src/generated/abi/${name}.ts`, `${HEADER}export const ${name}Abi = ${json(abi)} as const;\n`);
    files.set(
      `sdk/src/generated/bytecode/${name}.ts`,
      `${HEADER}/** Creation bytecode, with its arguments. */\nexport const ${name}Bytecode =\n  '${bytecode}' as const;\n`,
    );
    if (contract.source) files.set(`deployments/abis/${contract.name}.json`, `${json(abi)}\n`);
    compiled.push({ ...artifact, ...contract, bytecode });
  }
  files.set('sdk/src/generated/deployments.ts', HEADER + generatedDeployments(compiled));
  const doors = `export { contractAddresses, contractNeeds, deployments, runtimeCodes } from './deployments.ts';\n`;
  files.set('sdk/src/generated/index.ts', barrel('abi', 'Abi') + doors);
  files.set('sdk/src/generated/bytecode/index.ts', barrel('bytecode', 'Bytecode'));
  files.set('sdk/src/generated/bytecode/initCodes.ts', initCodes());
  return files;
}

/**
 * The name of a contract as a TypeScript identifier.
 *
 * @example
 * ```ts
 * identifierOf('ERC7913P256Verifier'); // 'erc7913P256Verifier'
 * identifierOf('QuorumRegistry'); // 'quorumRegistry'
 * ```
 */
export function identifierOf(contract: string): string {
  return contract.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (start) => start.toLowerCase());
}

/** What a constructor takes; addresses as CREATE2 makes them: so its own address commits to them. */
function argumentsOf(contract: ExportedContract, abi: Abi, compiled: readonly CompiledContract[]): Hex {
  const { constructorKeys = [], constructorValues = [] } = contract;
  const addresses = constructorKeys.map((wanted): Address => {
    const found = compiled.find(({ key }) => key === wanted);
    if (!found) throw new Error(`${wanted} has to come before the contracts that take its address.`);
    return create2Address(found.bytecode);
  });
  const creation = abi.find((item) => item.type === 'constructor');
  return encodeAbiParameters(creation?.inputs ?? [], [...addresses, ...constructorValues]);
}

function barrel(kind: 'abi' | 'bytecode', suffix: string): string {
  const folder = kind === 'abi' ? './abi' : '.';
  const lines = exportedContracts
    .filter(({ source }) => kind === 'bytecode' || source)
    .map(({ name }) => identifierOf(name))
    .sort()
    .map((name) => `export { ${name}${suffix} } from '${folder}/${name}.ts';\n`);
  return HEADER + lines.join('');
}

function initCodes(): string {
  const names = exportedContracts.map(({ name }) => identifierOf(name)).sort();
  const imports = names.map((name) => `import { ${name}Bytecode } from './${name}.ts';\n`).join('');
  const entries = exportedContracts.map(({ key, name }) => `  ${key}: ${identifierOf(name)}Bytecode,\n`).join('');
  const remark = '/** All of them, by what the SDK calls their addresses. */\n';
  return `${HEADER}${imports}\n${remark}export const initCodes = {\n${entries}} as const;\n`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

function readArtifact({ name, source, data }: ExportedContract): Artifact {
  if (data) return dataContract(data());
  if (!source) throw new Error(`${name} has neither a source nor data.`);
  const file = artifactPath({ name, source });
  const artifact: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isArtifact(artifact)) throw new Error(`${file} is not an artifact with an ABI and linked creation bytecode.`);
  return artifact;
}

/** PUSH2 size, DUP1, PUSH1 10, RETURNDATASIZE (zero), CODECOPY, RETURNDATASIZE, RETURN, then what is left as the code. */
function dataContract(code: Hex): Artifact {
  const length = size(code);
  // STOP in front keeps everybody from running it: nobody can make it destroy itself.
  if (!code.startsWith('0x00') || length > 24_576)
    throw new Error('A data contract starts with STOP and has 24,576 bytes at most.');
  const bytecode = concatHex(['0x61', toHex(length, { size: 2 }), '0x80600a3d393df3', code]);
  return { abi: [], bytecode, deployedBytecode: code, immutableReferences: {} };
}

function isArtifact(value: unknown): value is Artifact {
  if (typeof value !== 'object' || value === null || !('abi' in value) || !('bytecode' in value)) return false;
  const codes = [value.bytecode, 'deployedBytecode' in value ? value.deployedBytecode : undefined];
  const linked = codes.every((code) => typeof code === 'string' && /^0x([0-9a-f]{2})+$/.test(code));
  return Array.isArray(value.abi) && linked && 'immutableReferences' in value;
}

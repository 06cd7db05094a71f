export { SandboxError } from './childProgram.ts';
export { type Sandbox, type SandboxOptions, sandboxMnemonic, startSandbox } from './sandbox.ts';

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pageConfig } from '../../../scripts/web/pageConfig.ts';
import { type PageServer, startPageServer } from '../../../scripts/web/pageServer.ts';
import { type Sandbox, startSandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import { type Line, startLine } from './line.ts';
import { type People, peopleOf } from './population.ts';
import { templateVariable } from './prepare.ts';
import { type Beginning, useTemplate } from './template.ts';

/** A real chain and a real IPFS node with people's doings on them, and the built page before them. */
export interface World extends Beginning, AsyncDisposable {
  readonly people: People;
  readonly sandbox: Sandbox;
  readonly page: PageServer;
  /** The page reaches the servers through these, so that a test can cut them. */
  readonly lines: Readonly<Record<'rpc' | 'gateway' | 'ipfs', Line>>;
  /** A folder for the test's files; it goes with the world. */
  readonly directory: string;
}

/** Starts everything; what has started ends if anything fails. */
export async function startWorld(): Promise<World> {
  const ending = new AsyncDisposableStack();
  try {
    const directory = await mkdtemp(path.join(tmpdir(), 'world-'));
    ending.defer(() => rm(directory, { recursive: true, force: true }));
    const template = process.env[templateVariable] ?? '';
    const page = ending.use(await startPageServer({ folder: path.join(template, 'page'), port: 0 }));
    const [beginning, stateFile] = await useTemplate(template, directory);
    const sandbox = await startSandbox({ directory, stateFile, allowedOrigins: page.origins });
    ending.defer(() => sandbox.stop());
    const lines = {
      rpc: ending.use(await startLine(sandbox.rpcUrl)),
      gateway: ending.use(await startLine(sandbox.ipfs.gateway)),
      ipfs: ending.use(await startLine(sandbox.ipfs.rpc)),
    };
    page.configure(worldConfig(sandbox, lines));
    const dispose = ending.move();
    return {
      ...beginning,
      ...{ people: peopleOf(sandbox), sandbox, page, lines, directory },
      [Symbol.asyncDispose]: () => dispose.disposeAsync(),
    };
  } catch (error) {
    await ending.disposeAsync();
    throw error;
  }
}

/** The page's config.json: the sandbox, by way of the lines. */
export function worldConfig(sandbox: Sandbox, { rpc, gateway, ipfs }: World['lines']): object {
  return pageConfig(sandbox, { rpcUrls: [rpc.url], gateways: [gateway.url], ipfsRpcs: [ipfs.url] });
}

import { randomBytes as bytes, randomUUID } from 'node:crypto';
import type { Hex } from '../../../bytes/index.ts';
import { randomBytes, secp256k1Signer } from '../../../crypto/index.ts';
import type { NodeContext, NodePolicy } from '../context.ts';
import { createOutgoingHttp } from '../http/createOutgoingHttp.ts';
import type { NodeStore } from '../store/nodeStore.ts';
import { openNodeStore } from '../store/openNodeStore.ts';
import { preparedArchive } from '../store/testing/preparedDatabase.ts';
import { createTestDirectory, type TestDirectory } from './testDirectory.ts';

/** Milliseconds, short enough for tests that wait for them. */
export const testPolicy: NodePolicy = {
  legacyPeers: 'all',
  acceptUnsigned: true,
  timeoutMs: 2_000,
  maxBodyBytes: 1_048_576,
  rememberMs: 60_000,
  linkMs: 60_000,
  stillAliveMs: 20,
  plannedPartyMs: 20,
  registrationMs: 60_000,
  formerTokenMs: 60_000,
};

/** A line of the log. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** The context of a node that talks to loopback, with what it has logged. */
export interface TestContext extends NodeContext {
  readonly directory: TestDirectory;
  readonly lines: readonly LogLine[];
  /** Can be set to another time; null for the real one. */
  readonly clock: { at: number | null };
}

/** A store in memory, under a key of its own. */
export async function openTestStore(): Promise<NodeStore> {
  const archive = await preparedArchive();
  return openNodeStore({ memory: true, archive }, { sealingKey: randomBytes(32), random: randomBytes });
}

/** The parts that a test gives are used, and the others made. */
export async function createTestContext(parts: Partial<NodeContext> = {}): Promise<TestContext> {
  const signer = secp256k1Signer(randomBytes(32));
  const lines: LogLine[] = [];
  const clock: TestContext['clock'] = { at: null };
  const log = (level: LogLine['level']) => (fields: LogLine['fields'], text: string) =>
    void lines.push({ level, fields, text });
  const directory = createTestDirectory();
  return {
    self: {
      operator: signer.signer.toLowerCase() as Hex,
      signer,
      url: 'https://node.example',
      network: 'eip155:31337:0x1111111111111111111111111111111111111111',
    },
    store: parts.store ?? (await openTestStore()),
    http: createOutgoingHttp({ allowHttp: true, allowPrivateNetworks: true }),
    policy: testPolicy,
    now: () => clock.at ?? Date.now(),
    random: {
      uuid: randomUUID,
      token: () => bytes(32).toString('base64url'),
      uid: () => bytes(16).toString('base64url'),
    },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    metrics: { message: () => undefined, refused: () => undefined, gauge: () => undefined },
    ...parts,
    directory,
    lines,
    clock,
  };
}

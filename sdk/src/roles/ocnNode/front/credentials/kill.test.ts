import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomBytes } from '../../../../crypto/index.ts';
import { encodeAuthorization } from '../../../../protocol/ocpi/index.ts';
import { openNodeStore } from '../../store/openNodeStore.ts';
import { startLossyProxy } from '../../testing/lossyProxy.ts';
import { answerJson, envelope, type OcpiPlatform, startOcpiPlatform } from '../../testing/ocpiPlatform.ts';
import { cpo } from '../front.fixtures.ts';
import { tokenDigest } from './credentialsHandlers.ts';

const program = fileURLToPath(new URL('../../testing/frontProcess.ts', import.meta.url));
const sealingKey = randomBytes(32);
let folder: string;
let platform: OcpiPlatform;
let child: ChildProcess | null = null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridseal-front-'));
  platform = await startOcpiPlatform();
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await platform[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function startProcess(): Promise<string> {
  const words = [folder, Buffer.from(sealingKey).toString('hex'), cpo.country_code, cpo.party_id, cpo.role];
  child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the process has ended with ${code}`);
  });
  ended.catch(() => undefined);
  const line = once(child.stdout as NodeJS.ReadableStream, 'data') as Promise<[Buffer]>;
  return (await Promise.race([line, ended]))[0].toString().trim();
}

async function killProcess(): Promise<void> {
  const dying = child;
  child = null;
  if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
  const ended = once(dying, 'exit');
  dying.kill('SIGKILL');
  await ended;
}

interface Replied {
  readonly token?: string;
  readonly status_code?: number;
  readonly data?: { readonly token: string };
  readonly platforms?: readonly { readonly id: string }[];
}

async function call(url: string, method: string, token: string | null, body?: unknown): Promise<Replied> {
  const response = await fetch(url, {
    method,
    headers: token === null ? {} : { authorization: encodeAuthorization(token) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Replied;
}

/** What the folder has after the process is gone. */
async function kept(old: string) {
  const store = await openNodeStore({ folder }, { sealingKey, random: randomBytes });
  try {
    const found = await store.platforms.byParty(cpo);
    const byOld = await store.platforms.byToken(tokenDigest(old), Date.now());
    return {
      state: found?.state,
      version: found?.version,
      old: byOld?.standing ?? null,
      callToken: found ? await store.platforms.callToken(found.id) : null,
    };
  } finally {
    await store.close();
  }
}

/** The only platform, with a token that the calls of a test begin with. */
async function prepare(url: string, method: 'POST' | 'PUT'): Promise<string> {
  const { platforms } = await call(`${url}/admin/platforms`, 'GET', null);
  for (const { id } of platforms ?? []) await fetch(`${url}/admin/platforms/${id}`, { method: 'DELETE' });
  const ids = [{ country_code: cpo.country_code, party_id: cpo.party_id }];
  const { token = '' } = await call(`${url}/admin/generate-registration-token`, 'POST', null, ids);
  if (method === 'POST') return token;
  const credentials = platform.credentials('token-b', [cpo]);
  const registered = await call(`${url}/ocpi/2.2.1/credentials`, 'POST', token, credentials);
  return registered.data?.token ?? '';
}

/** Sends credentials, and kills the node when it asks for the platform's details, a moment after it got them, or when it has answered. */
async function attempt(method: 'POST' | 'PUT', when: 'asking' | 'writing' | 'answered') {
  const url = await startProcess();
  const old = await prepare(url, method);
  platform.handlers.set('/ocpi/2.2.1', (_, response) => {
    if (when === 'asking') {
      void killProcess();
      return;
    }
    answerJson(response, 200, envelope({ version: '2.2.1', endpoints: platform.endpoints['2.2.1'] }));
    if (when === 'writing') setTimeout(() => void killProcess(), 1);
  });
  const body = platform.credentials('token-b2', [cpo]);
  const answer = await call(`${url}/ocpi/2.2.1/credentials`, method, old, body).catch(() => null);
  platform.handlers.clear();
  await killProcess();
  return { answer, after: await kept(old) };
}

const whole = { state: 'registered', version: '2.2.1', old: 'former', callToken: 'token-b2' };

describe('kill -9 between any two steps of a handshake leaves the old or the new, never neither', () => {
  test.each([
    ['POST', { state: 'planned', version: null, old: 'settled', callToken: null }],
    ['PUT', { state: 'registered', version: '2.2.1', old: 'settled', callToken: 'token-b' }],
  ] as const)('error: %s', { timeout: 300_000 }, async (method, before) => {
    const early = await attempt(method, 'asking');
    expect(early).toEqual({ answer: null, after: before });
    const between = await attempt(method, 'writing');
    expect([before, whole]).toContainEqual(between.after);
    if (between.answer !== null) expect(between.after).toEqual(whole);
    const late = await attempt(method, 'answered');
    expect(late).toMatchObject({ answer: { status_code: 1000 }, after: whole });
  });
});

describe('the answer is lost with its connection, and the node is killed after it has stored the new token', () => {
  test.each(['POST', 'PUT'] as const)(
    'behavior: after its start the same %s gives a token that works, and the old one is dead',
    { timeout: 300_000 },
    async (method) => {
      const path = '/ocpi/2.2.1/credentials';
      const first = await startProcess();
      const old = await prepare(first, method);
      const body = platform.credentials('token-b2', [cpo]);
      await using proxy = await startLossyProxy(first);
      proxy.lose = 1;
      await expect(call(`${proxy.url}${path}`, method, old, body)).rejects.toThrow();
      await killProcess();
      expect(await kept(old)).toEqual(whole);
      const second = await startProcess();
      const again = await call(`${second}${path}`, method, old, body);
      const token = again.data?.token ?? '';
      expect((await call(`${second}${path}`, 'GET', token)).status_code).toBe(1000);
      expect((await call(`${second}${path}`, method, old, body)).status_code).toBe(2000);
      await killProcess();
      expect(await kept(old)).toEqual({ ...whole, old: null });
    },
  );
});

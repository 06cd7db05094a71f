import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { expect, onTestFinished, test } from 'vitest';
import type { Session } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { sqlBridgeStore } from '../../index.ts';
import { hubbed, us } from '../testing/hubbed.ts';

const PROGRAM = new URL('../testing/mortalSender.ts', import.meta.url).pathname;

/** Runs the sender; null if it was killed, else how many steps it took. */
function run(...parameters: string[]): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve(null);
      else if (code === 0) resolve(Number(output));
      else reject(new Error(`ended with ${code}`));
    });
  });
}

test('behavior: kill -9 between any two steps: all is sent, in its order, and counted once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gridseal-bridge-'));
  const receiver = await hubbed();
  onTestFinished(async () => {
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await receiver.office.received.sessions.put({ ...fixtures.session(), charging_periods: [] } as unknown as Session);
  let arrivals = 0;
  receiver.hub.handler = async (request) => {
    arrivals += 1;
    // A hub gives every attempt a request id of its own.
    const { headers } = request;
    const names = ['x-correlation-id', 'ocpi-from-country-code', 'ocpi-from-party-id'];
    const passed = Object.fromEntries(names.map((name) => [name, headers.get(name) ?? '']));
    const to = { 'ocpi-to-country-code': 'DE', 'ocpi-to-party-id': 'GSL' };
    const path = new URL(request.url).pathname.replace('/ocpi', '');
    const told = await receiver.ask({
      method: request.method,
      path,
      text: await request.text(),
      headers: { ...passed, ...to },
    });
    return Response.json(told.body, { status: told.status });
  };
  const connection = await receiver.store.connection.load();
  const database = await PGlite.create(folder);
  await sqlBridgeStore(database).connection.save({ ...(connection as NonNullable<typeof connection>), revision: 0 });
  await database.close();

  const steps = await run(folder, receiver.hub.origin, 'r0');
  expect(steps).toBeGreaterThanOrEqual(8);
  const rounds: string[] = ['r0'];
  for (let fatal = 1; fatal <= (steps as number); fatal += 1) {
    const round = `r${fatal}`;
    rounds.push(round);
    expect(await run(folder, receiver.hub.origin, round, String(fatal))).toBeNull();
    // Every other time the next round carries on what this one has left.
    if (fatal % 3 === 0 || fatal === steps) expect(await run(folder, receiver.hub.origin, round)).not.toBeNull();
    else rounds.pop();
  }
  const session = await receiver.office.received.sessions.get(us, 'S1');
  const counted = (session?.charging_periods ?? []).map(({ tariff_id }) => tariff_id as string);
  expect(new Set(counted).size).toBe(counted.length);
  for (const round of rounds) expect(counted).toEqual(expect.arrayContaining([`${round}-a`, `${round}-b`]));
  for (const round of rounds) expect(counted.indexOf(`${round}-a`)).toBeLessThan(counted.indexOf(`${round}-b`));
  expect(arrivals).toBeGreaterThan(counted.length);
}, 240_000);

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { concat, utf8Encode } from '../../bytes/index.ts';
import { randomBytes, secp256k1Signer } from '../../crypto/index.ts';
import { signerId } from '../../delivery/subject/index.ts';
import { NotFoundError } from '../../errors/index.ts';
import { Enrolment } from '../../identity/index.ts';
import { AdminHome } from './home.ts';
import { KnownDevices } from './knownDevices.ts';

function temporaryHome(): AdminHome {
  const directory = mkdtempSync(join(tmpdir(), 'gridseal-home-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return new AdminHome(directory);
}

test('behavior: a line that a crash has cut takes no other with it', async () => {
  const home = temporaryHome();
  await home.append('ledger', { epoch: 1 });
  appendFileSync(join(home.directory, 'ledger.jsonl'), '{"epoch":');
  await home.append('ledger', { epoch: 2 });
  await home.append('ledger', { epoch: 3 });
  expect(await home.lines('ledger')).toEqual([{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }]);
});

test('attack: a device that calls itself by the id of another is not taken for it', async () => {
  const devices = new KnownDevices(temporaryHome());
  const victim = signerId(secp256k1Signer(new Uint8Array(32).fill(7)).signer);
  const key = { use: 'encrypt', algorithm: 'X25519', publicKey: concat(utf8Encode('k'), new Uint8Array(31)) } as const;
  const request = await Enrolment.sign(secp256k1Signer(randomBytes(32)), { name: victim, keys: [key] });
  const hostile = await devices.enrol(Enrolment.encode(request), {});
  await expect(devices.resolve(victim)).rejects.toBeInstanceOf(NotFoundError);
  expect((await devices.resolve(hostile.id)).id).toBe(hostile.id);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Hex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { chainTime, claim } from '../../sdk/src/chain/index.ts';
import { Hpke, randomBytes, type Signer, secp256k1Signer, sha256Hex } from '../../sdk/src/crypto/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { TypedData } from '../../sdk/src/quorum/index.ts';
import { Admin, keyAuthority } from '../../sdk/src/roles/admin/index.ts';
import { type Sandbox, startSandbox } from '../../sdk/src/roles/sandbox/index.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'gridseal-hostile-claim-'));
let sandbox: Sandbox;
let admin: Admin;
let honest: Hex;
let hostile: Hex;
let hostileSigner: Signer;

const credential = { kind: 'files', files: [{ path: 'token', content: utf8Encode('secret') }] } as const;

async function enrol(name: string, signer: Signer): Promise<Hex> {
  const { algorithm, publicKey } = Hpke.generateKeyPair('X25519');
  const enrolment = await Enrolment.sign(signer, { name, keys: [{ use: 'encrypt', algorithm, publicKey }] });
  return (await admin.devices.enrol(Enrolment.encode(enrolment), {})).id;
}

/** The hostile device signs a receipt that names whatever it likes. */
async function claimWith(record: Hex, epoch: number): Promise<void> {
  const [issued] = (await admin.ledger.entries()).filter(({ group }) => group === 'fleet');
  const { timestamp } = await chainTime(sandbox.chain);
  const message = {
    device: hostileSigner.signer,
    authority: admin.authority,
    subject: issued?.subject as Hex,
    ...{ epoch, record, deadline: timestamp + 600 },
  };
  const announcements = sandbox.addresses.keyAnnouncements;
  const digest = TypedData.digest({ action: 'claim', chainId: sandbox.chainId, announcements, message });
  await claim(sandbox.chain, sandbox.account(9), { ...message, signature: await hostileSigner.sign(digest) });
}

beforeAll(async () => {
  sandbox = await startSandbox({ directory });
  const account = sandbox.account(4);
  const authority = keyAuthority(secp256k1Signer(account.getHdKey().privateKey as Uint8Array));
  const { chain, store } = sandbox;
  const home = path.join(directory, 'administrator');
  admin = await Admin.open({ home, chain, store, authority, account, random: randomBytes });
  hostileSigner = secp256k1Signer(randomBytes(32));
  honest = await enrol('honest', secp256k1Signer(randomBytes(32)));
  hostile = await enrol('hostile', hostileSigner);
  await admin.issue({ to: { group: 'fleet', devices: [honest, hostile] }, credential, ttlSeconds: 3_600 });
}, 60_000);

afterAll(async () => {
  await sandbox?.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe('a device of the fleet claims nonsense', () => {
  test('attack: a record that is none keeps nobody else from the next epoch', async () => {
    const { digest } = await sandbox.store.writeBlock(utf8Encode('{"not":"a record"}'));
    await claimWith(digest, 1);
    const to = { group: 'fleet', devices: [honest, hostile] };
    const { entry, leftOut } = await admin.issue({ to, credential, ttlSeconds: 3_600 });
    expect(entry).toMatchObject({ epoch: 2, devices: 1 });
    expect(leftOut).toEqual([{ device: hostile, reason: expect.stringContaining('claim') }]);
    const names = (await sandbox.store.list(entry.digest)).map(({ name }) => name);
    expect(names).toEqual([honest.slice(2)]);
  });

  test('attack: a record that nobody has is that device’s trouble alone', async () => {
    await claimWith(sha256Hex(randomBytes(32)), 2);
    await expect(admin.issue({ to: { device: hostile }, credential, ttlSeconds: 60 })).rejects.toThrow();
    await expect(admin.issue({ to: { device: honest }, credential, ttlSeconds: 60 })).resolves.toMatchObject({
      leftOut: [],
    });
  }, 60_000);
});

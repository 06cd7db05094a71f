import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { announce, chainTime, latestOf } from '../../sdk/src/chain/index.ts';
import { encodePublicKeys, type ServiceEntry } from '../../sdk/src/credential/publicKeys/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { groupId, signerId, subjectOf } from '../../sdk/src/delivery/subject/index.ts';
import {
  type DirectoryMarks,
  fileMarks,
  type PublicKeysQuestion,
  readPublicKeys,
} from '../../sdk/src/roles/service/index.ts';
import { authorityAccount, type DeviceWorld, startDeviceWorld } from '../support/deviceWorld.ts';
import { authoritySigner } from '../support/serviceWorld.ts';

let world: DeviceWorld;
let count = 0;

interface Change {
  readonly kind?: number;
  readonly codec?: number;
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly services?: readonly ServiceEntry[];
  /** Instead of a directory. */
  readonly bytes?: Uint8Array;
}

const freshMarks = () => fileMarks(path.join(world.directory, `marks-${count++}`));

function question(group: string, change: Partial<PublicKeysQuestion> = {}): PublicKeysQuestion {
  const { chain, store } = world;
  return { chain, store, authority: authoritySigner, trust: 'pinned', group, marks: freshMarks(), ...change };
}

/** Announces as the authority, with no administrator in between who would refuse to. */
async function announceDirectory(group: string, change: Change = {}): Promise<number> {
  const { chain, store } = world;
  const subject = subjectOf(groupId(group), 'public-keys');
  const authority = signerId(authoritySigner);
  const { timestamp } = await chainTime(chain);
  const epoch = (await latestOf(chain, { authority, subject })).epoch + 1;
  const announcements = chain.addresses.keyAnnouncements.toLowerCase() as Hex;
  const place = { chainId: chain.chainId, announcements, authority, subject, epoch };
  const bytes = change.bytes ?? encodePublicKeys({ ...place, services: change.services ?? [await service()] });
  const { digest } = await store.writeBlock(bytes);
  const { kind = 6, codec = 0, notBefore = timestamp - 60, notAfter = timestamp + 600 } = change;
  await announce(chain, authorityAccount, { subject, epoch, digest, kind, codec, notBefore, notAfter });
  return timestamp;
}

async function service(epoch = 1): Promise<ServiceEntry> {
  const { timestamp } = await chainTime(world.chain);
  const validity = { notBefore: timestamp - 60, notAfter: timestamp + 600 };
  const keys = [{ use: 'sign', algorithm: 'Ed25519', publicKey: randomBytes(32), ...validity }] as const;
  return { name: 'billing', epoch, keys };
}

beforeAll(async () => {
  world = await startDeviceWorld();
}, 120_000);

afterAll(() => world?.stop());

describe('readPublicKeys', () => {
  test('behavior: the same directory is read again, and a later one; the mark moves with it', async () => {
    const marks = freshMarks();
    await announceDirectory('again');
    const first = await readPublicKeys(question('again', { marks }));
    expect(await readPublicKeys(question('again', { marks }))).toMatchObject({ directory: first.directory });
    await announceDirectory('again', { services: [await service(2)] });
    const { directory } = await readPublicKeys(question('again', { marks }));
    expect(directory.epoch).toBe(2);
    expect(await marks.read(directory.authority, directory.subject)).toMatchObject({
      epoch: 2,
      services: { billing: 2 },
    });
  });

  test('error: nothing was announced', async () => {
    await expect(readPublicKeys(question('nobody'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: 'announcement',
    });
  });

  test.each([
    ['another kind', { kind: 5 }, { field: 'announcement', shortMessage: 'is of the kind files' }],
    ['an unknown kind', { kind: 99 }, { code: 'DECODE', field: 'announcement.kind' }],
    ['a directory of files', { codec: 2 }, { field: 'announcement', shortMessage: 'is not one raw block' }],
    ['no JSON', { bytes: new Uint8Array(40) }, { code: 'DECODE' }],
    ['JSON that is none of ours', { bytes: new TextEncoder().encode('{"services":[]}') }, { code: 'DECODE' }],
  ] as const)('error: %s is announced', async (name, change, error) => {
    const group = name.replaceAll(' ', '-');
    await announceDirectory(group, change);
    const marks = freshMarks();
    await expect(readPublicKeys(question(group, { marks }))).rejects.toMatchObject(error);
    const subject = subjectOf(groupId(group), 'public-keys');
    expect(await marks.read(signerId(authoritySigner), subject)).toBeNull();
  });

  test('error: not valid yet, by block time', async () => {
    const { timestamp } = await chainTime(world.chain);
    await announceDirectory('early', { notBefore: timestamp + 500 });
    await expect(readPublicKeys(question('early'))).rejects.toMatchObject({ shortMessage: 'is not valid yet' });
  });

  test('attack: rollback: a later directory with an earlier epoch of a service brings no old keys back', async () => {
    const marks = freshMarks();
    await announceDirectory('fall', { services: [await service(5)] });
    await readPublicKeys(question('fall', { marks }));
    await announceDirectory('fall', { services: [await service(4)] });
    await expect(readPublicKeys(question('fall', { marks }))).rejects.toMatchObject({
      code: 'VERIFICATION',
      field: 'directory.services.epoch',
    });
  });

  test('error: a mark that cannot be written down is an error: nothing is accepted that would be forgotten', async () => {
    await announceDirectory('forgetful');
    const marks: DirectoryMarks = {
      read: async () => null,
      write: async () => {
        throw new Error('disk full');
      },
    };
    await expect(readPublicKeys(question('forgetful', { marks }))).rejects.toThrow('disk full');
  });

  test('error: an older directory, while another reader has accepted a newer one', async () => {
    await announceDirectory('overtaken');
    const { epoch, digest } = { epoch: 7, digest: `0x${'44'.repeat(32)}` as Hex };
    let reads = 0;
    const marks: DirectoryMarks = {
      read: async () => (reads++ === 0 ? null : { epoch, digest, services: {} }),
      write: () => Promise.reject(new Error('the mark fell')),
    };
    await expect(readPublicKeys(question('overtaken', { marks }))).rejects.toMatchObject({ code: 'VERIFICATION' });
  });

  test('error: a reader that is told to stop', async () => {
    await announceDirectory('stop');
    await expect(readPublicKeys(question('stop', { signal: AbortSignal.abort() }))).rejects.toThrow();
  });
});

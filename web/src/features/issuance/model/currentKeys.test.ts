import { type Hex, toHex } from '@gridseal/sdk/bytes';
import type { ClaimEvent } from '@gridseal/sdk/chain';
import { randomBytes, secp256k1Signer, sha256Hex } from '@gridseal/sdk/crypto';
import { withClaim } from '@gridseal/sdk/delivery/issue';
import { signerId } from '@gridseal/sdk/delivery/subject';
import { ClaimRecord } from '@gridseal/sdk/envelope';
import { TransportError } from '@gridseal/sdk/errors';
import { Enrolment } from '@gridseal/sdk/identity';
import { describe, expect, test } from 'vitest';
import type { FleetDevice } from '../../../fleet/index.ts';
import { currentKeys, type KeyLookup } from './currentKeys.ts';

async function device(): Promise<FleetDevice> {
  const signer = secp256k1Signer(randomBytes(32));
  const key = { algorithm: 'X25519', publicKey: randomBytes(32) } as const;
  const enrolment = await Enrolment.sign(signer, { name: 'station', keys: [{ use: 'encrypt', ...key }] });
  const named = {
    label: 'station',
    name: 'station',
    signer: signer.signer,
    groups: [],
    enrolledAt: 0,
    certificate: null,
  };
  return { ...named, id: signerId(signer.signer), key, claim: null, request: Enrolment.encode(enrolment) };
}

const [one, two] = [await device(), await device()];
const nextKey = { algorithm: 'X25519', publicKey: randomBytes(32) } as const;
const slot = { authority: toHex(randomBytes(32)), subject: toHex(randomBytes(32)), epoch: 3 };
const installed = { installedAt: '2026-11-20T00:00:00Z', manifest: toHex(randomBytes(32)) };
const record = ClaimRecord.encode({ ...slot, ...installed, device: one.id, nextKey });
const claim = {
  type: 'claimed',
  ...slot,
  device: one.id,
  record: sha256Hex(record),
  block: 7,
  logIndex: 1,
} as ClaimEvent;

function lookup(
  claims: readonly ClaimEvent[],
  contents: readonly Uint8Array[] = [record],
  fleet = [one, two],
  status = 'live',
) {
  const updates: Hex[] = [];
  const all: KeyLookup = {
    issuing: { withClaim },
    client: {
      poll: async () => {},
      status: async () => ({ status }) as never,
      claims: async ({ device: id }) => {
        const items = claims.filter((event) => id === undefined || event.device === id);
        return { items, total: items.length, offset: 0 };
      },
    },
    store: {
      read: async ({ digest }) => {
        const found = contents.find((bytes) => sha256Hex(bytes) === digest);
        if (found) return found;
        throw new TransportError('nobody has it');
      },
    },
    fleet: {
      read: async (ids) => ids.flatMap((id) => fleet.filter((known) => known.id === id)),
      update: async (id) => void updates.push(id),
    },
  };
  return { all, updates };
}

describe('currentKeys', () => {
  test('behavior: the enrolled key until the first claim, then the one that the claim names, which is remembered', async () => {
    const { all, updates } = lookup([claim]);
    const found = await currentKeys([one.id, two.id], all);
    expect(found.map(({ device: { key }, problem }) => [key.publicKey, problem])).toEqual([
      [nextKey.publicKey, null],
      [two.key.publicKey, null],
    ]);
    expect(updates).toEqual([one.id]);
  });

  test('behavior: an older claim turns nothing back', async () => {
    const older = { ...claim, block: 5, record: toHex(randomBytes(32)) };
    const [found] = await currentKeys([one.id], lookup([older, claim]).all);
    expect(found).toMatchObject({ problem: null, device: { key: nextKey } });
  });

  test('behavior: many devices at once, with all claims in one question', async () => {
    const many = await Promise.all(Array.from({ length: 60 }, device));
    const found = await currentKeys(
      [...many.map(({ id }) => id), one.id],
      lookup([claim], [record], [...many, one]).all,
    );
    expect(found).toHaveLength(61);
    expect(found.at(-1)?.device.key).toEqual(nextKey);
  });

  test('error: a record that nobody has is that device’s problem alone', async () => {
    const found = await currentKeys([one.id, two.id], lookup([claim], []).all);
    expect(found.map(({ problem }) => problem?.code ?? null)).toEqual(['TRANSPORT', null]);
  });

  test('attack: a claim that names the record of another claim', async () => {
    const [found] = await currentKeys([one.id], lookup([{ ...claim, epoch: 4 }]).all);
    expect(found?.problem).toMatchObject({ code: 'VERIFICATION', field: 'claim.record' });
  });

  test('attack: a record that is none', async () => {
    const nonsense = new TextEncoder().encode('{"type":"gridseal/claim/v1"}');
    const [found] = await currentKeys([one.id], lookup([{ ...claim, record: sha256Hex(nonsense) }], [nonsense]).all);
    expect(found?.problem).toMatchObject({ code: 'DECODE' });
  });

  test.each(['syncing', 'error', 'idle'])(
    'attack: an index that is %s may not know the latest claim',
    async (status) => {
      await expect(currentKeys([one.id], lookup([], [], [one], status).all)).rejects.toBeInstanceOf(TransportError);
    },
  );

  test('error: a device that is not enrolled here any more', async () => {
    await expect(currentKeys([one.id, two.id], lookup([], [], [one]).all)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      field: `device ${two.id}`,
    });
  });
});

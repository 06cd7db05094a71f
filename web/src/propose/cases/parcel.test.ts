import { deflateRawSync } from 'node:zlib';
import { toBase64url } from '@gridseal/sdk/bytes';
import { BaseError, DecodeError } from '@gridseal/sdk/errors';
import { Approval } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { alice, bob, endorse, proposeEndorsement, three } from './cases.fixtures.ts';
import {
  decodeParcel,
  encodeParcel,
  fromLinkPart,
  isLinkPart,
  linkPartOf,
  MAX_PARCEL_BYTES,
  toLinkPart,
} from './parcel.ts';

const proposal = proposeEndorsement(three);
const approvals = await Promise.all([alice, bob].map((signer) => Approval.sign(signer, endorse(three))));

const deflated = (bytes: Uint8Array) => `p1.${toBase64url(deflateRawSync(bytes))}`;

describe('parcel', () => {
  test('behavior: file and link give back what was put in', async () => {
    const parcel = { proposal, approvals };
    expect(decodeParcel(encodeParcel(parcel))).toEqual(parcel);
    const part = await toLinkPart(parcel);
    expect(isLinkPart(part)).toBe(true);
    expect(await fromLinkPart(part)).toEqual(parcel);
    expect(linkPartOf(`  https://gridseal.example/app/#/approvals/${part}\n`)).toBe(part);
  });

  test('behavior: a link with three approvals fits a QR code', async () => {
    expect((await toLinkPart({ proposal, approvals })).length).toBeLessThan(2_400);
  });

  test('error: a link that was cut, at every character', async () => {
    const part = await toLinkPart({ proposal, approvals: [] });
    for (let end = 3; end < part.length; end++) {
      await expect(fromLinkPart(part.slice(0, end))).rejects.toThrow(BaseError);
    }
  });

  test('error: a link that unpacks to more than a parcel can be', async () => {
    const bomb = deflated(new Uint8Array(MAX_PARCEL_BYTES + 1));
    expect(bomb.length).toBeLessThan(10_000);
    await expect(fromLinkPart(bomb)).rejects.toThrow(DecodeError);
  });

  test('error: what is no link', () => {
    expect(linkPartOf('https://gridseal.example/#/approvals')).toBeNull();
    expect(linkPartOf('javascript:alert(1)')).toBeNull();
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { fromBase64url, type Hex } from '../../bytes/index.ts';
import { randomBytes, secp256k1Signer, sha256Hex } from '../../crypto/index.ts';
import { type DeliveryDraft, Manifest, prepareDeliveries } from '../../envelope/index.ts';
import type { Enrolment } from '../../identity/index.ts';
import { signerId } from '../subject/index.ts';
import type { EnrolledDevice } from './enrolledDevice.ts';
import { IssueState } from './issueState.ts';

export const now = 1_795_000_000;
export const validity = { notBefore: now - 60, notAfter: now + 86_400 };

export const authority = secp256k1Signer(randomBytes(32));

/** A device with an enrolled P-256 key for TLS, unless `uses` says otherwise. */
export function deviceWith(use: 'tls' | 'sign' = 'tls'): EnrolledDevice {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = Uint8Array.of(4, ...fromBase64url(x as string), ...fromBase64url(y as string));
  const { signer } = secp256k1Signer(randomBytes(32));
  const enrolment: Enrolment = {
    name: 'station-7',
    signer,
    keys: [{ use, algorithm: 'P-256', publicKey: point }],
    proof: '0x',
  };
  const key = { algorithm: 'X25519', publicKey: randomBytes(32) } as const;
  return { id: signerId(signer), enrolment, key, claim: null };
}

/** What is to be delivered to a device: one file. */
export function draftFor(device: Hex, content = Uint8Array.of(1, 2, 3)): DeliveryDraft {
  const file = { path: 'api.token', mode: '0600', owner: null, group: null };
  const manifest = Manifest.from({
    announcements: `0x${'a1'.repeat(20)}`,
    authority: signerId(authority.signer),
    chainId: 31_337,
    device,
    epoch: 1,
    files: [{ ...file, size: content.length, digest: sha256Hex(content) }],
    kind: 'files',
    notAfter: '2026-12-01T00:00:00Z',
    notBefore: '2026-11-20T00:00:00Z',
    postInstall: [],
    revokes: [],
    subject: `0x${'c3'.repeat(32)}`,
  });
  const key = { algorithm: 'X25519', publicKey: randomBytes(32) } as const;
  return { manifest, contents: [content], recipients: [key] };
}

/** An issue to these devices that is not signed yet. */
export function begunIssue(devices: readonly Hex[]): IssueState {
  const drafts = devices.map((device) => draftFor(device));
  return {
    type: 'gridseal/pending/v1',
    id: prepareDeliveries(authority.signer, drafts).digest,
    channel: 'files',
    group: null,
    kind: 'files',
    issuer: null,
    serials: [],
    leftOut: [],
    ...validity,
    drafts: IssueState.encodeDrafts(drafts),
    signature: null,
    content: null,
  };
}

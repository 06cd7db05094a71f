/**
 * Writes test/vectors/manifest.json: deliveries, enrolment and claim by hand, from the specifications, on node:crypto and ethers.
 * Nothing of the SDK is used.
 *
 * Run: `node scripts/vectors/manifest.ts`
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { computeAddress, keccak256, SigningKey, TypedDataEncoder } from 'ethers';

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;
const filled = (byte: string) => `0x${byte.repeat(32)}`;

/** RFC 8785 for what occurs here: ASCII text, integers, lists, objects, null. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

const key = new SigningKey(filled('01'));
const signer = computeAddress(key.publicKey).toLowerCase();
const contents = [Buffer.from('ssh-ed25519-cert-v01@openssh.com AAAA\n'), Buffer.alloc(0)];
const announcements = `0x${'a1'.repeat(20)}`;

const manifests = Array.from({ length: 5 }, (_, i) => ({
  announcements,
  authority: keccak256(signer),
  chainId: 31337,
  device: filled(`d${i}`),
  epoch: 7,
  files: contents.map((content, j) => ({
    digest: hex(sha256(content)),
    group: j === 0 ? null : 'ssh',
    mode: j === 0 ? '0644' : '0600',
    owner: j === 0 ? null : 'root',
    path: `keys/${j}.pub`,
    size: content.length,
  })),
  kind: 'sshUser',
  notAfter: '2026-12-01T00:00:00Z',
  notBefore: '2026-11-20T00:00:00Z',
  postInstall: ['reload-sshd'],
  revokes: ['1234', '0xab'],
  subject: filled('a3'),
  type: 'gridseal/manifest/v1',
}));

/** RFC 6962, section 2.1, literally. */
function root(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0] as Uint8Array);
  const k = split(leaves.length);
  return sha256(Buffer.of(1), root(leaves.slice(0, k)), root(leaves.slice(k)));
}

function path(index: number, leaves: readonly Uint8Array[]): readonly Buffer[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...path(index, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(index - k, leaves.slice(k)), root(leaves.slice(0, k))];
}

/** The largest power of two below n. */
function split(n: number): number {
  return 2 ** Math.floor(Math.log2(n - 1));
}

const types = {
  Manifests: [
    { name: 'authority', type: 'bytes' },
    { name: 'subject', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'root', type: 'bytes32' },
  ],
};

function batch(size: number) {
  const some = manifests.slice(0, size);
  const leaves = some.map((manifest) => Buffer.from(canonical(manifest)));
  const top = hex(root(leaves));
  const domain = { name: 'KeyAnnouncements', version: '1', chainId: 31337, verifyingContract: announcements };
  const message = { authority: signer, subject: filled('a3'), epoch: 7, root: top };
  const digest = TypedDataEncoder.hash(domain, types, message);
  const signature = key.sign(digest).serialized;
  const deliveries = some.map((manifest, index) => {
    const proof = path(index, leaves).map(hex);
    const place = proof.length === 0 ? {} : { index, size };
    const plaintext = canonical({
      ...{ contents: contents.map((content) => content.toString('base64url')), manifest, proof, signature },
      ...{ ...place, type: 'gridseal/delivery/v1' },
    });
    return { manifest: canonical(manifest), manifestDigest: hex(sha256(leaves[index] as Buffer)), plaintext };
  });
  return { size, root: top, digest, signature, deliveries };
}

const publicKey = Buffer.alloc(32, 5).toString('base64url');
const enrolment = {
  keys: [{ algorithm: 'X25519', publicKey, use: 'encrypt' }],
  name: 'station-7',
  signer,
  type: 'gridseal/enrolment/v1',
};
const enrolmentDigest = keccak256(
  Buffer.concat([Buffer.from('gridseal/enrolment/v1'), Buffer.of(0), Buffer.from(canonical(enrolment))]),
);
const claim = canonical({
  authority: keccak256(signer),
  device: filled('d0'),
  epoch: 7,
  installedAt: '2026-11-20T10:00:00Z',
  manifest: filled('e1'),
  nextKey: { algorithm: 'X25519', publicKey },
  subject: filled('a3'),
  type: 'gridseal/claim/v1',
});

const vectors = {
  authority: { privateKey: key.privateKey, signer, id: keccak256(signer) },
  contents: contents.map(hex),
  batches: [1, 2, 3, 5].map(batch),
  enrolment: {
    digest: enrolmentDigest,
    bytes: canonical({ ...enrolment, proof: key.sign(enrolmentDigest).serialized }),
  },
  claim: { bytes: claim, record: hex(sha256(Buffer.from(claim))) },
};
writeFileSync(new URL('../../test/vectors/manifest.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);

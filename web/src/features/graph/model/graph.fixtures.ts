import type { Hex } from '@gridseal/sdk/bytes';
import type { CertificateKind, GraphView } from '@gridseal/sdk/certificate';
import type { CertificateItem, Edge, EdgeType, Item, QuorumItem, SignerItem } from './picture.ts';
import { type Picture, pictureOf } from './picture.ts';

/** 32 bytes that end in a number. */
export const id = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`;

export const certificate = (number: number, fields: Partial<CertificateItem> = {}): CertificateItem => ({
  type: 'certificate',
  id: id(number),
  label: `Certificate ${number}`,
  name: `Certificate ${number}`,
  standing: 'trusted',
  revoked: false,
  usages: [],
  notAfter: null,
  ...fields,
});

export const quorum = (number: number, anchor = false): QuorumItem => ({
  type: 'quorum',
  id: id(number),
  label: `Quorum ${number}`,
  anchor,
  rule: null,
});

export const signer = (number: number): SignerItem => ({
  type: 'signer',
  id: `0x${number.toString(16).padStart(40, '0')}`,
  label: `Signer ${number}`,
});

export const edge = (type: EdgeType, from: Item | Hex, to: Item | Hex): Edge => ({
  type,
  from: typeof from === 'string' ? from : from.id,
  to: typeof to === 'string' ? to : to.id,
});

/** The anchor 1 endorses the authority 2, which speaks of the quorum 3, which endorses devices. */
export function fleet(devices: number, kind: CertificateKind = 'device'): Picture {
  const [anchor, authority, operators] = [
    quorum(1, true),
    certificate(2, { kind: 'authority', role: 'operator' }),
    quorum(3),
  ];
  const all = Array.from({ length: devices }, (_, i) => certificate(100 + i, { kind, usages: ['claimKeys'] }));
  const edges = [edge('endorses', anchor, authority), edge('speaksOf', authority, operators)];
  return pictureOf(
    [anchor, authority, operators, ...all],
    [...edges, ...all.map((one) => edge('endorses', operators, one))],
    [anchor.id],
  );
}

/** What the index answers for a small world: an anchor, an authority with a quorum, a revoked and an unreadable certificate. */
export const view: GraphView = {
  type: 'gridseal/graph/v1',
  at: 1_800_000_000,
  nodes: [
    { type: 'quorum', id: id(1), anchor: true },
    {
      type: 'certificate',
      id: id(2),
      state: 'trusted',
      name: 'Operators\u202e<b>',
      kind: 'authority',
      role: 'operator',
      usages: ['signCertificates'],
      signer: `0x${'11'.repeat(20)}${id(3).slice(2)}`,
      notAfter: '2031-01-01T00:00:00Z',
    },
    { type: 'quorum', id: id(3), anchor: false },
    {
      type: 'certificate',
      id: id(4),
      state: 'notTrusted',
      name: 'Meter',
      kind: 'meter',
      signer: `0x${'ab'.repeat(20)}`,
    },
    { type: 'certificate', id: id(5), state: 'unavailable' },
  ],
  edges: [
    { type: 'endorses', from: id(1), to: id(2) },
    { type: 'speaksOf', from: id(2), to: id(3) },
    { type: 'revokes', from: id(1), to: id(4), reason: 1 },
    { type: 'endorses', from: id(3), to: id(5) },
  ],
  omitted: { nodes: 0, edges: 0 },
};

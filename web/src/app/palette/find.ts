import type { Hex } from '@gridseal/sdk/bytes';
import { signerId } from '@gridseal/sdk/delivery/subject';
import type { DataClient } from '../../data/index.ts';
import { findInNetwork, type ReadRegistry } from './findInNetwork.ts';
import type { Query } from './query.ts';

export type FoundKind = 'page' | 'certificate' | 'quorum' | 'proposal' | 'device' | 'party' | 'node' | 'activity';

/** A page that may be what is looked for. */
export interface Found {
  readonly kind: FoundKind;
  readonly to: string;
  /** A name: text from outside. Null if it has none, or is told by its kind alone. */
  readonly name: string | null;
  /** An id or a signer, shown shortened. */
  readonly id: string | null;
}

/** What is known beside the chain. */
export interface FindContext {
  readonly client: Pick<DataClient, 'quorum' | 'quorums' | 'proposal' | 'certificates' | 'events' | 'claims'>;
  /** What the user calls quorums and signers. */
  readonly names: Readonly<Record<Hex, string>>;
  readonly devices: readonly { readonly id: Hex; readonly label: string }[];
  readonly registry: ReadRegistry;
  /** Whether the page has something at a path. */
  readonly hasPage: (path: string) => boolean;
}

const few = 6;

/** Where a query may lead, the likeliest first. Nothing is suggested that is not there. */
export async function find(query: Query, context: FindContext): Promise<readonly Found[]> {
  const [inNetwork, others] = await Promise.all([
    findInNetwork(query, context.registry),
    findElsewhere(query, context),
  ]);
  return [...inNetwork, ...others];
}

async function findElsewhere(query: Query, context: FindContext): Promise<readonly Found[]> {
  switch (query.is) {
    case 'nothing':
      return [];
    case 'path':
      return context.hasPage(query.path) ? [{ kind: 'page', to: query.path, name: query.path, id: null }] : [];
    case 'id':
      return findId(query.id, context);
    case 'signer':
      return findSigner(query.signer, context);
    case 'block':
      return [...(await findBlock(query.block, context)), ...(await findText(query.text, context))];
    case 'part':
    case 'text':
      return findText(query.text, context);
  }
}

async function findId(id: Hex, { client, names, devices }: FindContext): Promise<readonly Found[]> {
  const [quorum, proposal, certificates, claims, mentions] = await Promise.all([
    client.quorum(id),
    client.proposal(id),
    client.certificates({ text: id, limit: 1 }),
    client.claims({ device: id, limit: 1 }),
    client.events({ mentions: [{ ids: [id] }], limit: 1 }),
  ]);
  const certificate = certificates.items.find((row) => row.id === id);
  const device = devices.find((one) => one.id === id);
  const found: Found[] = [];
  if (quorum) found.push({ kind: 'quorum', to: `/quorums/${id}`, name: names[id] ?? names[quorum.signer] ?? null, id });
  if (certificate) found.push({ kind: 'certificate', to: `/certificates/${id}`, name: certificate.name ?? null, id });
  if (proposal) found.push({ kind: 'proposal', to: `/approvals/${id}`, name: null, id });
  if (device || claims.total > 0) found.push({ kind: 'device', to: `/devices/${id}`, name: device?.label ?? null, id });
  if (mentions.total > 0) found.push({ kind: 'activity', to: `/activity/text=${id}`, name: null, id });
  return found;
}

async function findSigner(signer: Hex, { client, names, devices }: FindContext): Promise<readonly Found[]> {
  const id = signerId(signer);
  const asQuorum: Hex = `0x${signer.slice(42)}`;
  const [quorum, quorums, certificates, claims, mentions] = await Promise.all([
    signer.length === 106 ? client.quorum(asQuorum) : null,
    client.quorums({ member: signer, limit: few }),
    client.certificates({ signer, limit: few }),
    client.claims({ device: id, limit: 1 }),
    client.events({ mentions: [{ ids: [signer, id] }], limit: 1 }),
  ]);
  const device = devices.find((one) => one.id === id);
  const found: Found[] = [];
  if (quorum?.signer === signer) {
    found.push({ kind: 'quorum', to: `/quorums/${asQuorum}`, name: names[asQuorum] ?? null, id: asQuorum });
  }
  if (device || claims.total > 0) found.push({ kind: 'device', to: `/devices/${id}`, name: device?.label ?? null, id });
  found.push(...certificates.items.map(toCertificate));
  found.push(
    ...quorums.items.map(
      (one): Found => ({ kind: 'quorum', to: `/quorums/${one.id}`, name: names[one.id] ?? null, id: one.id }),
    ),
  );
  if (mentions.total > 0) {
    found.push({ kind: 'activity', to: `/activity/signer=${signer}`, name: names[signer] ?? null, id: signer });
  }
  return found;
}

async function findBlock(block: number, { client }: FindContext): Promise<readonly Found[]> {
  const { total } = await client.events({ fromBlock: block, toBlock: block, limit: 0 });
  return total > 0
    ? [{ kind: 'activity', to: `/activity/blocks=${block}-${block}`, name: String(block), id: null }]
    : [];
}

async function findText(text: string, { client, names, devices }: FindContext): Promise<readonly Found[]> {
  const wanted = text.toLowerCase();
  const [certificates, quorums] = await Promise.all([
    client.certificates({ text, limit: few }),
    client.quorums({ text: wanted, limit: few }),
  ]);
  const named = Object.entries(names).filter(([, name]) => name.toLowerCase().includes(wanted));
  const own = named.slice(0, few).map(([id, name]): Found => {
    const isQuorum = id.length === 66;
    return isQuorum
      ? { kind: 'quorum', to: `/quorums/${id}`, name, id }
      : { kind: 'activity', to: `/activity/signer=${id}`, name, id };
  });
  const known = new Set(own.map(({ id }) => id));
  const others = quorums.items.filter(({ id }) => !known.has(id));
  const here = devices.filter(({ label, id }) => label.toLowerCase().includes(wanted) || id.includes(wanted));
  return [
    ...own,
    ...certificates.items.map(toCertificate),
    ...here.slice(0, few).map(({ id, label }): Found => ({ kind: 'device', to: `/devices/${id}`, name: label, id })),
    ...others.map(({ id }): Found => ({ kind: 'quorum', to: `/quorums/${id}`, name: names[id] ?? null, id })),
    { kind: 'activity', to: `/activity/text=${encodeURIComponent(text.toWellFormed())}`, name: text, id: null },
  ];
}

function toCertificate({ id, name }: { readonly id: Hex; readonly name?: string }): Found {
  return { kind: 'certificate', to: `/certificates/${id}`, name: name ?? null, id };
}

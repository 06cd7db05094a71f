import type { Hex } from '../../../sdk/src/bytes/index.ts';
import { Certificate } from '../../../sdk/src/certificate/index.ts';
import { chainTime } from '../../../sdk/src/chain/index.ts';
import { randomBytes } from '../../../sdk/src/crypto/index.ts';
import { Quorum, type QuorumState } from '../../../sdk/src/quorum/index.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import { actionFor, decide, found, type Person, personOf, suggest, type Wish } from './people.ts';

/** The three stakeholders with a wallet in the browser, and those who work for them. */
export type People = Readonly<Record<'aurora' | 'boreal' | 'cirrus' | 'delta' | 'admin', Person>>;

/** What the chain and the IPFS node of a test know at first; plain data. */
export interface Population {
  readonly quorums: Readonly<Record<'stakeholders' | 'operators' | 'providers' | 'administrators', QuorumState>>;
  readonly certificates: Readonly<Record<'operators' | 'providers' | 'fleet' | 'metrology' | 'hostile' | 'draft', Hex>>;
  /** Digests of drafts to the stakeholders. */
  readonly proposals: Readonly<Record<'endorse' | 'revoke' | 'rotate' | 'hostile', Hex>>;
}

const year = 365 * 86_400;

/** A name and a note that look for a page that is careless with them. */
export const hostileName = '<img src=x onerror=alert(1)> <script>alert(2)</script> {{7*7}} %s';
export const hostileNote = `<b>Sign at once</b>\u202e gnp.etacifitrec \u2066\u0000 ${'at once '.repeat(110)}`;

/** Makes a certificate, puts it on IPFS, and returns its id. */
export async function draft(
  sandbox: Sandbox,
  input: Pick<Certificate.CertificateInput, 'kind' | 'subject' | 'usages'> & Partial<Certificate.CertificateInput>,
): Promise<{ readonly id: Hex; readonly certificate: Certificate.Certificate }> {
  const { timestamp } = await chainTime(sandbox.chain);
  const certificate = Certificate.from({
    notBefore: timestamp - 86_400,
    notAfter: timestamp + 5 * year,
    serial: randomBytes(16),
    ...input,
  });
  const { digest: id } = await sandbox.store.writeBlock(Certificate.encode(certificate));
  return { id, certificate };
}

async function foundQuorums(sandbox: Sandbox, people: People): Promise<Population['quorums']> {
  const { aurora, boreal, cirrus, delta, admin } = people;
  const members = (...of: readonly Person[]) => of.map(({ signer }) => ({ signer: signer.signer }));
  const stakeholders = await found(sandbox, {
    members: members(aurora, boreal, cirrus),
    threshold: 2,
    revocationThreshold: 1,
  });
  const first = await found(sandbox, { members: members(aurora, boreal), threshold: 2 });
  const {
    members: wanted,
    threshold,
    revocationThreshold,
  } = Quorum.from({
    members: [...members(aurora, boreal), { signer: delta.signer.signer, weight: 2 }],
    threshold: 2,
    revocationThreshold: 1,
  });
  const rules = { members: wanted, threshold, revocationThreshold };
  const operators = await decide(sandbox, first, [aurora, boreal], { action: 'rotate', rules });
  const nested = { signer: Quorum.signer(sandbox.addresses.quorumRegistry, operators.id) };
  const providers = await found(sandbox, {
    members: [...members(cirrus), nested],
    threshold: 2,
    revocationThreshold: 1,
  });
  const administrators = await found(sandbox, { members: members(admin), threshold: 1 });
  return { stakeholders, operators, providers, administrators };
}

async function certify(sandbox: Sandbox, people: People, quorums: Population['quorums']) {
  const { aurora, boreal, cirrus, delta } = people;
  const { stakeholders, operators, providers, administrators } = quorums;
  const signerOf = ({ id }: QuorumState) => Quorum.signer(sandbox.addresses.quorumRegistry, id);
  const authority = (name: string, role: string, quorum?: QuorumState) =>
    draft(sandbox, {
      kind: 'authority',
      subject: { name, role, ...(quorum ? { signer: signerOf(quorum) } : {}) },
      usages: ['issueKeys', 'signCertificates'],
    });
  const root = await authority('Charging Station Operators', 'chargingStationOperator', operators);
  await decide(sandbox, stakeholders, [aurora, boreal], { action: 'endorse', certificate: root.id });
  const emsp = await authority('E-Mobility Providers', 'eMobilityProvider', providers);
  await decide(sandbox, stakeholders, [boreal, cirrus], { action: 'endorse', certificate: emsp.id });
  const fleet = await authority('Fleet administration', 'chargingStationOperator', administrators);
  await decide(sandbox, operators, [delta], { action: 'endorse', certificate: fleet.id });
  await decide(sandbox, stakeholders, [aurora, cirrus], { action: 'endorse', certificate: fleet.id });
  const metrology = await authority('Metrology institute', 'metrologyAuthority');
  await decide(sandbox, stakeholders, [aurora, cirrus], { action: 'endorse', certificate: metrology.id });
  await decide(sandbox, stakeholders, [boreal], { action: 'revoke', certificate: metrology.id, reason: 1 });
  const hostile = await draft(sandbox, { kind: 'node', subject: { name: hostileName }, usages: [] });
  await decide(sandbox, operators, [delta], { action: 'endorse', certificate: hostile.id });
  return { root, emsp, fleet, metrology, hostile };
}

/** Those people, with the sandbox's funded accounts. */
export function peopleOf(sandbox: Sandbox): People {
  return {
    aurora: personOf(sandbox, 1, 'Aurora Charging'),
    boreal: personOf(sandbox, 2, 'Boreal Mobility'),
    cirrus: personOf(sandbox, 3, 'Cirrus Meters'),
    admin: personOf(sandbox, 4, 'Fleet administration'),
    delta: personOf(sandbox, 5, 'Delta Grid'),
  };
}

/** Fills a fresh sandbox with what a group of competitors has after its first months, and with work for today. */
export async function populate(sandbox: Sandbox): Promise<Population> {
  const people = peopleOf(sandbox);
  const quorums = await foundQuorums(sandbox, people);
  const { root, emsp, fleet, metrology, hostile } = await certify(sandbox, people, quorums);
  const next = await draft(sandbox, {
    kind: 'authority',
    subject: { ...fleet.certificate.subject, name: 'Fleet administration 2027' },
    usages: ['issueKeys'],
    edges: [{ type: 'replaces', certificate: fleet.id }],
  });
  const { stakeholders } = quorums;
  const ask = async (from: Person, wish: Wish, extra: Parameters<typeof suggest>[3], seconds?: number) =>
    suggest(sandbox, from, await actionFor(sandbox, stakeholders, wish, seconds), extra);
  const { certificate } = next;
  const proposals = {
    endorse: await ask(
      people.aurora,
      { action: 'endorse', certificate: next.id },
      { certificate, note: 'As agreed on Monday.' },
    ),
    revoke: await ask(
      people.cirrus,
      { action: 'revoke', certificate: root.id, reason: 4 },
      { certificate: root.certificate },
    ),
    rotate: await ask(people.boreal, { action: 'rotate', rules: withDelta(people) }, { note: 'Delta Grid joins us.' }),
    hostile: await ask(
      people.aurora,
      { action: 'endorse', certificate: hostile.id },
      { certificate: hostile.certificate, note: hostileNote },
    ),
  };
  const certificates = {
    operators: root.id,
    providers: emsp.id,
    fleet: fleet.id,
    metrology: metrology.id,
    hostile: hostile.id,
    draft: next.id,
  };
  return { quorums, certificates, proposals };
}

function withDelta({ aurora, boreal, cirrus, delta }: People): Quorum.QuorumRules {
  const members = [aurora, boreal, cirrus, delta].map(({ signer }) => ({ signer: signer.signer }));
  const {
    members: sorted,
    threshold,
    revocationThreshold,
  } = Quorum.from({ members, threshold: 3, revocationThreshold: 1 });
  return { members: sorted, threshold, revocationThreshold };
}

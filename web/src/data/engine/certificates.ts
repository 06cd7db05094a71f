import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import type { ChainEvent } from '@gridseal/sdk/chain';
import type { CertificateFilter, CertificateOrder, CertificateRecord, CertificateRow } from '../model/certificates.ts';
import type { Page, Window } from '../model/events.ts';
import { standingOf, standings } from '../model/standing.ts';
import { Answers } from './answers.ts';
import type { Bodies } from './bodies.ts';
import { compareEvents } from './eventList.ts';
import type { EventLog } from './eventLog.ts';
import { positionOf } from './events.ts';
import { pageOf, pageOfMade } from './page.ts';
import { orderByReach, type Reached } from './reach.ts';

type CertificateBodies = Bodies<Certificate.Certificate>;

/**
 * Certificates that somebody has spoken of, the latest news first. Asks for the bodies that are not here yet.
 *
 * @param reached Certificates that the anchors of the filter's policy lead to.
 * @param now Block time in seconds since 1970.
 */
export function findCertificates(
  log: EventLog,
  bodies: CertificateBodies,
  filter: CertificateFilter & Window,
  reached: Reached | null,
  now: number,
): Page<CertificateRow> {
  const { sort } = filter;
  const { quorum, status } = filter;
  const said: OnChainFilter = { ...(quorum ? { quorum } : {}), ...(status ? { status } : {}) };
  const onChain = onChainFound.of(log, said, () =>
    log.newestFirst('certificate').filter((id) => passesOnChain(log, id, said)),
  );
  if (!filter.onlyHere) wantInOrder(bodies, onChain, reached);
  const passing = candidates(log, bodies, filter, onChain).filter((id) => passesBody(bodies.get(id), id, filter));
  const { found, hidden } = orderByReach(passing, reached, (id) => id);
  const row = (id: Hex) => rowOf(log, bodies, id);
  const order = sort ? sortRows(found.map(row), sort.by, sort.descending, now).map(({ id }) => id) : found;
  // Whoever looks at some rows wants to know what they are, however many others there are.
  const inView = pageOf(order, filter).items;
  if (!filter.onlyHere && inView.length <= mostInView) bodies.want(inView, { isKnown: true });
  return { ...pageOfMade(order, filter, row), hidden };
}

/** Longer answers are for other things than looking at all of them. */
const mostInView = 500;

/** What the chain alone decides; whether a name contains a word changes with each body that comes. */
type OnChainFilter = Pick<CertificateFilter, 'quorum' | 'status'>;

const onChainFound = new Answers<OnChainFilter, readonly Hex[]>();

/** Of one signer, there are few: many places ask for the names of signers. */
function candidates(
  log: EventLog,
  bodies: CertificateBodies,
  filter: CertificateFilter,
  onChain: readonly Hex[],
): readonly Hex[] {
  if (!filter.signer) return onChain;
  const newest = (id: Hex) => log.of('certificate', id).at(-1);
  return [...bodies.with(filter.signer.toLowerCase() as Hex)]
    .filter((id) => newest(id) !== undefined && passesOnChain(log, id, filter))
    .sort((a, b) => compareEvents(newest(b) as ChainEvent, newest(a) as ChainEvent));
}

/** What the anchors lead to is fetched first, however much strangers say. */
export function wantInOrder(bodies: CertificateBodies, ids: readonly Hex[], reached: Reached | null): void {
  if (reached)
    bodies.want(
      ids.filter((id) => reached.ids.has(id)),
      { isKnown: true },
    );
  if (!reached?.only) bodies.want(ids);
}

const collator = new Intl.Collator('en');

/** What is not known comes last, whichever way. */
function sortRows(
  rows: readonly CertificateRow[],
  by: CertificateOrder,
  descending: boolean,
  now: number,
): readonly CertificateRow[] {
  const keyed = rows.map((row) => ({ row, key: sortKey(row, by, now) }));
  const compare = (a: string | number, b: string | number) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined);
    return descending ? compare(b.key, a.key) : compare(a.key, b.key);
  });
  return keyed.map(({ row }) => row);
}

function sortKey(row: CertificateRow, by: CertificateOrder, now: number): string | number | undefined {
  switch (by) {
    case 'endorsers':
      return row.endorsements.length;
    case 'validUntil':
      return row.notAfter;
    case 'state':
      return standings.indexOf(standingOf(row, now));
    default:
      return row[by];
  }
}

/** Everything that is known of one. */
export function certificateRecord(log: EventLog, bodies: CertificateBodies, given: Hex): CertificateRecord {
  const id = given.toLowerCase() as Hex;
  const certificate = bodies.get(id);
  return {
    ...rowOf(log, bodies, id),
    certificate,
    bytes: certificate && Certificate.encode(certificate),
    problem: bodies.problem(id),
    history: log.of('certificate', id),
    replacedBy: [...bodies.all()].flatMap(([other, { edges = [] }]) =>
      edges.some((edge) => edge.type === 'replaces' && edge.certificate === id) ? [other] : [],
    ),
  };
}

function rowOf(log: EventLog, bodies: CertificateBodies, id: Hex): CertificateRow {
  const said = log.of('certificate', id);
  const last = said.at(-1);
  return {
    id,
    content: bodies.state(id),
    ...summaryOf(bodies.get(id)),
    endorsements: said.flatMap((event) => {
      if (event.type !== 'certificateEndorsed') return [];
      return [{ quorum: event.quorum, version: event.version, at: positionOf(event) }];
    }),
    revocations: said.flatMap((event) => {
      if (event.type !== 'certificateRevoked') return [];
      return [{ quorum: event.quorum, version: event.version, reason: event.reason, at: positionOf(event) }];
    }),
    latest: last ? positionOf(last) : null,
  };
}

function summaryOf(certificate: Certificate.Certificate | null) {
  if (!certificate) return {};
  const { kind, subject, notBefore, notAfter } = certificate;
  const { name, role, signer } = subject;
  const optional = { ...(role === undefined ? {} : { role }), ...(signer === undefined ? {} : { signer }) };
  return { name, kind, notBefore, notAfter, ...optional };
}

function passesOnChain(log: EventLog, id: Hex, { quorum, status }: OnChainFilter): boolean {
  if (!quorum && !status) return true;
  const said = log.of('certificate', id);
  const by = quorum?.toLowerCase();
  if (by && !said.some((event) => 'quorum' in event && event.quorum === by)) return false;
  const isRevoked = said.some(({ type }) => type === 'certificateRevoked');
  return !status || isRevoked === (status === 'revoked');
}

function endsWithin(
  certificate: Certificate.Certificate | null,
  { after, before }: NonNullable<CertificateFilter['endsWithin']>,
): boolean {
  const end = certificate ? Date.parse(certificate.notAfter) / 1_000 : Number.NaN;
  return end > after && end <= before;
}

function passesBody(certificate: Certificate.Certificate | null, id: Hex, filter: CertificateFilter): boolean {
  const { kinds, signer, text = '' } = filter;
  if (kinds && !(certificate && kinds.includes(certificate.kind))) return false;
  if (signer && certificate?.subject.signer !== signer.toLowerCase()) return false;
  const wanted = text.trim().toLowerCase();
  if (filter.endsWithin && !endsWithin(certificate, filter.endsWithin)) return false;
  if (wanted === '') return true;
  return id.includes(wanted) || (certificate?.subject.name.toLowerCase().includes(wanted) ?? false);
}

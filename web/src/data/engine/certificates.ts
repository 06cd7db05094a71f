import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import type { CertificateFilter, CertificateRecord, CertificateRow } from '../model/certificates.ts';
import type { Page, Window } from '../model/events.ts';
import type { Bodies } from './bodies.ts';
import type { EventLog } from './eventLog.ts';
import { positionOf } from './events.ts';
import { pageOfMade } from './page.ts';

type CertificateBodies = Bodies<Certificate.Certificate>;

/** Certificates that somebody has spoken of, the latest news first. Asks for the bodies that are not here yet. */
export function findCertificates(
  log: EventLog,
  bodies: CertificateBodies,
  filter: CertificateFilter & Window,
): Page<CertificateRow> {
  const onChain = log.newestFirst('certificate').filter((id) => passesOnChain(log, id, filter));
  if (!filter.onlyHere) bodies.want(onChain);
  const found = onChain.filter((id) => passesBody(bodies.get(id), id, filter));
  return pageOfMade(found, filter, (id) => rowOf(log, bodies, id));
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

function passesOnChain(log: EventLog, id: Hex, { quorum, status }: CertificateFilter): boolean {
  if (!quorum && !status) return true;
  const said = log.of('certificate', id);
  const by = quorum?.toLowerCase();
  if (by && !said.some((event) => 'quorum' in event && event.quorum === by)) return false;
  const isRevoked = said.some(({ type }) => type === 'certificateRevoked');
  return !status || isRevoked === (status === 'revoked');
}

function passesBody(certificate: Certificate.Certificate | null, id: Hex, filter: CertificateFilter): boolean {
  const { kinds, signer, text = '' } = filter;
  if (kinds && !(certificate && kinds.includes(certificate.kind))) return false;
  if (signer && certificate?.subject.signer !== signer.toLowerCase()) return false;
  const wanted = text.trim().toLowerCase();
  return id.includes(wanted) || (certificate?.subject.name.toLowerCase().includes(wanted) ?? false);
}

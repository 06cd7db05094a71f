import { fromBase64url, toBase64url } from '@gridseal/sdk/bytes';
import {
  type Certificate,
  type CertificateKind,
  type CertificateUsage,
  instantToSeconds,
  secondsToInstant,
} from '@gridseal/sdk/certificate';
import { kindShapes } from './kindShapes.ts';

/** What the wizard holds: text as it was typed. It is JSON, and nothing of it is secret. */
export interface Draft {
  readonly kind: CertificateKind;
  readonly name: string;
  readonly role: string;
  /** ERC-7913 bytes in hex; empty for none. */
  readonly signer: string;
  readonly keys: readonly Certificate.SubjectKey[];
  readonly usages: readonly CertificateUsage[];
  /** Empty: every kind. */
  readonly certifies: readonly CertificateKind[];
  readonly pathLength: string;
  readonly required: string;
  /** `2026-11-20T00:00:00`, in UTC. */
  readonly from: string;
  readonly until: string;
  /** Ids of earlier certificates. */
  readonly replaces: readonly string[];
  /** For the kind `party`: its id of OCPI, such as DE/ABC; empty for none. */
  readonly party: string;
  readonly leavesRoot: string;
  readonly leavesSize: string;
  /** 16 random bytes in base64url: they stay while the rest is changed. */
  readonly serial: string;
}

/** The field of the wizard that something is wrong with. */
export type DraftField = Exclude<keyof Draft, 'serial'>;

const DAY = 86_400;

/** An empty draft of a kind, valid from the beginning of the day for as long as the kind usually is. */
export function emptyDraft(kind: CertificateKind, now: number, serial: Uint8Array): Draft {
  const { usual, years } = kindShapes[kind];
  return {
    kind,
    name: '',
    role: '',
    signer: '',
    keys: [],
    usages: usual,
    certifies: [],
    pathLength: '',
    required: '1',
    from: typed(now - (now % DAY)),
    until: typed(untilAfter(now - (now % DAY), years)),
    replaces: [],
    party: '',
    leavesRoot: '',
    leavesSize: '',
    serial: toBase64url(serial),
  };
}

/** The last second of so many years of the calendar. */
export function untilAfter(from: number, years: number): number {
  const end = new Date(from * 1_000);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return end.getTime() / 1_000 - 1;
}

/** The draft as another kind: what the new kind does not have is dropped, and it may do what such certificates usually may. */
export function withKind(draft: Draft, kind: CertificateKind): Draft {
  if (kind === draft.kind) return draft;
  const { usual, keyUses } = kindShapes[kind];
  const from = secondsOf(draft.from);
  return {
    ...draft,
    kind,
    usages: usual,
    certifies: [],
    pathLength: '',
    role: '',
    keys: keyUses.length === 0 ? [] : draft.keys,
    replaces: [],
    party: '',
    leavesRoot: '',
    leavesSize: '',
    until: from === null ? draft.until : typed(untilAfter(from, kindShapes[kind].years)),
  };
}

/** A certificate as a draft that makes exactly its bytes again. */
export function draftOf(certificate: Certificate.Certificate): Draft {
  const { kind, subject, usages, certifies, pathLength, requiredEndorsements, edges, leaves } = certificate;
  return {
    kind,
    name: subject.name,
    role: subject.role ?? '',
    signer: subject.signer ?? '',
    keys: subject.keys,
    usages,
    certifies: certifies ?? [],
    pathLength: pathLength?.toString() ?? '',
    required: String(requiredEndorsements),
    from: certificate.notBefore.slice(0, -1),
    until: certificate.notAfter.slice(0, -1),
    replaces: (edges ?? []).map((edge) => edge.certificate),
    party: subject.party ? `${subject.party.countryCode}/${subject.party.partyId}` : '',
    leavesRoot: leaves?.root ?? '',
    leavesSize: leaves?.size.toString() ?? '',
    serial: certificate.serial,
  };
}

/** A draft of a certificate that replaces another: the same, for as long, from now on. */
export function successorOf(certificate: Certificate.Certificate, id: string, now: number, serial: Uint8Array): Draft {
  const length =
    (instantToSeconds(certificate.notAfter) as number) - (instantToSeconds(certificate.notBefore) as number);
  const from = now - (now % DAY);
  return {
    ...draftOf(certificate),
    from: typed(from),
    until: typed(from + length),
    replaces: [id],
    serial: toBase64url(serial),
  };
}

/** Seconds since 1970 of a typed time; null if it is none. Browsers leave out seconds that are zero. */
export function secondsOf(time: string): number | null {
  return instantToSeconds(instantOf(time));
}

/** A typed time as certificates have it. */
export function instantOf(time: string): string {
  return `${time.length === 16 ? `${time}:00` : time}Z`;
}

/** Seconds since 1970 as a typed time. */
export function typed(seconds: number): string {
  return secondsToInstant(seconds).slice(0, -1);
}

export const serialOf = (draft: Draft): Uint8Array => fromBase64url(draft.serial, { size: 16 });

import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { Certificate, type CertificateKind, type CertificateUsage, secondsToInstant } from '@gridseal/sdk/certificate';
import { BaseError } from '@gridseal/sdk/errors';

/** What the form holds: text as it was typed. */
export interface Draft {
  readonly kind: CertificateKind;
  readonly name: string;
  readonly role: string;
  readonly signer: string;
  readonly usages: readonly CertificateUsage[];
  /** Empty: every kind. */
  readonly certifies: readonly CertificateKind[];
  readonly pathLength: string;
  readonly required: string;
  /** `2026-11-20`, the first and the last day, in UTC. */
  readonly from: string;
  readonly until: string;
  readonly replaces: string;
  readonly leavesRoot: string;
  readonly leavesSize: string;
}

/** The field of the form that something is wrong with. */
export type DraftField = keyof Draft;

/** The certificate, or what is wrong first. */
export type Checked =
  | { readonly certificate: Certificate.Certificate; readonly field?: undefined }
  | { readonly certificate: null; readonly field: DraftField | null; readonly message: string };

/** What a certificate of a kind usually allows. */
export function usualUsages(kind: CertificateKind): readonly CertificateUsage[] {
  switch (kind) {
    case 'authority':
      return ['issueKeys', 'signCertificates'];
    case 'sshAuthority':
      return ['sshUserAuthority'];
    case 'tlsAuthority':
      return ['tlsAuthority'];
    case 'tlsLeaves':
      return ['tlsServer'];
    case 'device':
      return ['claimKeys'];
    default:
      return ['signData'];
  }
}

/** A form for a kind, valid for two years from a time in seconds since 1970. */
export function emptyDraft(kind: CertificateKind, now: number): Draft {
  return {
    kind,
    name: '',
    role: '',
    signer: '',
    usages: usualUsages(kind),
    certifies: [],
    pathLength: '',
    required: '1',
    from: secondsToInstant(now).slice(0, 10),
    until: secondsToInstant(now + 2 * 365 * 86_400).slice(0, 10),
    replaces: '',
    leavesRoot: '',
    leavesSize: '',
  };
}

/** Checks a draft as every reader of the certificate will. */
export function checkDraft(draft: Draft, serial: Uint8Array): Checked {
  for (const field of ['signer', 'replaces', 'leavesRoot'] as const) {
    const text = draft[field].trim();
    if (text && !isHex(text)) return { certificate: null, field, message: 'is not hexadecimal with 0x before it' };
  }
  try {
    return { certificate: Certificate.from(inputOf(draft, serial)) };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { certificate: null, field: fieldOf(error.field ?? ''), message: error.shortMessage };
  }
}

function inputOf(draft: Draft, serial: Uint8Array): Certificate.CertificateInput {
  const [name, role, signer, replaces] = [draft.name, draft.role, draft.signer, draft.replaces].map((text) =>
    text.trim(),
  );
  const isAuthority = draft.usages.includes('signCertificates');
  return {
    kind: draft.kind,
    subject: { name: name ?? '', ...(role ? { role } : {}), ...(signer ? { signer: signer as Hex } : {}) },
    usages: draft.usages,
    ...(isAuthority && draft.certifies.length > 0 ? { certifies: draft.certifies } : {}),
    ...(isAuthority && draft.pathLength.trim() ? { pathLength: Number(draft.pathLength) } : {}),
    requiredEndorsements: Number(draft.required),
    notBefore: `${draft.from}T00:00:00Z`,
    notAfter: `${draft.until}T23:59:59Z`,
    ...(replaces ? { edges: [{ type: 'replaces', certificate: replaces.toLowerCase() as Hex }] } : {}),
    ...(draft.kind === 'tlsLeaves'
      ? { leaves: { root: draft.leavesRoot.trim() as Hex, size: Number(draft.leavesSize) } }
      : {}),
    serial,
  };
}

const FIELDS: readonly (readonly [string, DraftField])[] = [
  ['subject.name', 'name'],
  ['subject.role', 'role'],
  ['subject.signer', 'signer'],
  ['usages', 'usages'],
  ['certifies', 'certifies'],
  ['pathLength', 'pathLength'],
  ['requiredEndorsements', 'required'],
  ['notBefore', 'from'],
  ['notAfter', 'until'],
  ['edges', 'replaces'],
  ['leaves.size', 'leavesSize'],
  ['leaves', 'leavesRoot'],
];

function fieldOf(path: string): DraftField | null {
  return FIELDS.find(([part]) => path.includes(part))?.[1] ?? null;
}

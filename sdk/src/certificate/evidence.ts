import type { Hex } from '../bytes/index.ts';
import { Quorum } from '../quorum/index.ts';
import { type Certificate, id as idOf } from './certificate.ts';
import type { CertificateKind, CertificateUsage } from './certificateWords.ts';
import { instantToSeconds } from './instant.ts';

/** What the registry said: one endorsement or revocation. */
export type GraphEvent = {
  readonly certificate: Hex;
  readonly quorum: Hex;
  /** The quorum's version that said so. */
  readonly version: number;
  /** True when a reorganisation took the event back. */
  readonly removed?: boolean;
} & (
  | { readonly type: 'endorsed' }
  /** `reason` is a CRLReason of RFC 5280, section 5.3.1. */
  | { readonly type: 'revoked'; readonly reason: number }
);

/** What a quorum has said of a certificate. A revocation outweighs an endorsement, whatever came first. */
export interface Statement {
  endorsed: boolean;
  revoked: boolean;
  reason: number;
}

/** What the search needs of a certificate. */
export interface GraphCertificate {
  readonly id: Hex;
  readonly name: string;
  readonly kind: CertificateKind;
  /** What the subject claims to be. */
  readonly role: string | undefined;
  /** That again: the roles in which it may endorse. */
  readonly roles: readonly string[];
  readonly signer: Hex | undefined;
  /** The id in `signer`, if that is a quorum of the graph's registry. */
  readonly quorum: Hex | null;
  readonly usages: ReadonlySet<CertificateUsage>;
  /** The kinds that the subject may endorse; null means all. */
  readonly certifies: ReadonlySet<CertificateKind> | null;
  readonly pathLength: number;
  readonly required: number;
  /** Seconds since 1970, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly replaces: readonly Hex[];
}

const nothing: ReadonlyMap<Hex, Statement> = new Map();
const none: ReadonlySet<Hex> = new Set();

function addTo(index: Map<Hex, Set<Hex>>, key: Hex, value: Hex): void {
  const set = index.get(key);
  if (set) set.add(value);
  else index.set(key, new Set([value]));
}

/** Events and certificates with the indexes that the search walks. Everything is added one by one, in any order. */
export class Evidence {
  readonly registry: Hex;
  /** Grows with each change. */
  revision = 0;
  readonly #statements = new Map<Hex, Map<Hex, Statement>>();
  readonly #endorsedBy = new Map<Hex, Set<Hex>>();
  readonly #authoritiesEndorsedBy = new Map<Hex, Set<Hex>>();
  readonly #certificates = new Map<Hex, GraphCertificate>();
  readonly #bySigner = new Map<Hex, Set<Hex>>();
  readonly #replacedBy = new Map<Hex, Set<Hex>>();

  constructor(registry: Hex) {
    this.registry = registry.toLowerCase() as Hex;
  }

  addEvent(event: GraphEvent): void {
    const certificate = event.certificate.toLowerCase() as Hex;
    const quorum = event.quorum.toLowerCase() as Hex;
    const { type, removed = false } = event;
    this.revision++;
    let statements = this.#statements.get(certificate);
    if (!statements) {
      statements = new Map();
      this.#statements.set(certificate, statements);
    }
    let statement = statements.get(quorum);
    if (!statement) {
      statement = { endorsed: false, revoked: false, reason: 0 };
      statements.set(quorum, statement);
    }
    if (type === 'revoked') {
      statement.revoked = !removed;
      statement.reason = event.reason;
      return;
    }
    statement.endorsed = !removed;
    this.#indexEndorsement(certificate, quorum, removed);
  }

  #indexEndorsement(certificate: Hex, quorum: Hex, removed: boolean): void {
    if (removed) {
      this.#endorsedBy.get(quorum)?.delete(certificate);
      this.#authoritiesEndorsedBy.get(quorum)?.delete(certificate);
      return;
    }
    addTo(this.#endorsedBy, quorum, certificate);
    if (this.#certificates.get(certificate)?.quorum) addTo(this.#authoritiesEndorsedBy, quorum, certificate);
  }

  addCertificate(certificate: Certificate, id: Hex = idOf(certificate)): void {
    if (this.#certificates.has(id)) return;
    this.revision++;
    const node = graphCertificate(certificate, id, this.registry);
    this.#certificates.set(id, node);
    if (node.signer) addTo(this.#bySigner, node.signer, id);
    for (const replaced of node.replaces) addTo(this.#replacedBy, replaced, id);
    if (!node.quorum) return;
    for (const [quorum, { endorsed }] of this.statementsOn(id)) {
      if (endorsed) addTo(this.#authoritiesEndorsedBy, quorum, id);
    }
  }

  /** The certificates that are known. */
  certificateIds(): Iterable<Hex> {
    return this.#certificates.keys();
  }

  certificate(id: Hex): GraphCertificate | undefined {
    return this.#certificates.get(id);
  }

  /** What quorums have said of a certificate, by quorum. */
  statementsOn(id: Hex): ReadonlyMap<Hex, Statement> {
    return this.#statements.get(id) ?? nothing;
  }

  /** Whether `quorum` endorses the certificate and has not revoked it. */
  endorses(quorum: Hex, id: Hex): boolean {
    const statement = this.#statements.get(id)?.get(quorum);
    return (statement?.endorsed && !statement.revoked) ?? false;
  }

  hasRevoked(quorum: Hex, id: Hex): boolean {
    return this.#statements.get(id)?.get(quorum)?.revoked ?? false;
  }

  /** Certificates, known or not, that `quorum` has endorsed. */
  endorsedBy(quorum: Hex): ReadonlySet<Hex> {
    return this.#endorsedBy.get(quorum) ?? none;
  }

  /** Those of them whose subject is a quorum of the registry. */
  authoritiesEndorsedBy(quorum: Hex): ReadonlySet<Hex> {
    return this.#authoritiesEndorsedBy.get(quorum) ?? none;
  }

  /** Known certificates that speak of a signer. */
  ofSigner(signer: Hex): ReadonlySet<Hex> {
    return this.#bySigner.get(signer) ?? none;
  }

  /** Known certificates that speak of a quorum of the registry. */
  ofQuorum(quorum: Hex): ReadonlySet<Hex> {
    return this.ofSigner(`${this.registry}${quorum.slice(2)}`);
  }

  /** Known certificates with an edge that says they replace this one. */
  replacementsOf(id: Hex): ReadonlySet<Hex> {
    return this.#replacedBy.get(id) ?? none;
  }
}

function graphCertificate(certificate: Certificate, id: Hex, registry: Hex): GraphCertificate {
  const { kind, subject, usages, certifies, pathLength, requiredEndorsements, notBefore, notAfter, edges } =
    certificate;
  const { signer, name, role } = subject;
  return {
    id,
    name,
    kind,
    role,
    roles: role === undefined ? [] : [role],
    signer,
    quorum: signer === undefined ? null : Quorum.idOfSigner(registry, signer),
    usages: new Set(usages),
    certifies: certifies ? new Set(certifies) : null,
    pathLength: pathLength ?? Number.POSITIVE_INFINITY,
    required: requiredEndorsements,
    notBefore: instantToSeconds(notBefore) ?? Number.POSITIVE_INFINITY,
    notAfter: instantToSeconds(notAfter) ?? Number.NEGATIVE_INFINITY,
    replaces: (edges ?? []).map((edge) => edge.certificate),
  };
}

import { DecodeError } from '../../errors/index.ts';
import type { TlsAlgorithm } from './algorithmNames.ts';
import { tlsAlgorithmOf } from './algorithms.ts';
import { NAME_CONSTRAINTS, type NameSubtrees, readNameConstraints } from './nameConstraints.ts';
import { assertNames, fromAlternativeNames, type TlsNames } from './names.ts';
import { assertOneValue } from './pem.ts';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
} from './x509.ts';

/** What a certificate says of itself. That nobody has lied is for others to find out. */
export interface TlsFacts {
  readonly certificate: X509Certificate;
  readonly algorithm: TlsAlgorithm;
  /** Seconds since 1970, both inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly authority: boolean;
  readonly pathLength: number;
  /** Flags of RFC 5280, section 4.2.1.3; 0 if the certificate does not say. */
  readonly keyUsage: number;
  /** Null if the certificate does not say. */
  readonly purposes: readonly ('server' | 'client')[] | null;
  readonly names: Required<TlsNames>;
  readonly constraints: NameSubtrees | null;
}

const MAX_BYTES = 65_536;
/** anyExtendedKeyUsage (RFC 5280, section 4.2.1.12). */
const ANY_PURPOSE = '2.5.29.37.0';
/** The extensions that are read here: another one that is critical is a reason to refuse (RFC 5280, section 4.2). */
const KNOWN = new Set(['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.37', NAME_CONSTRAINTS]);

/**
 * Reads a certificate from outside (DER).
 *
 * @throws {DecodeError} naming `field`, if it is not one, says something twice, or demands what is not understood here.
 */
export function readTlsFacts(der: Uint8Array, field = 'certificate'): TlsFacts {
  if (der.length > MAX_BYTES) throw new DecodeError(`has more than ${MAX_BYTES} bytes`, { field });
  assertOneValue(der, field);
  try {
    return factsOf(new X509Certificate(Uint8Array.from(der)), field);
  } catch (cause) {
    if (cause instanceof DecodeError) throw cause;
    throw new DecodeError('is not an X.509 certificate', { field, cause });
  }
}

function factsOf(certificate: X509Certificate, field: string): TlsFacts {
  assertExtensions(certificate, field);
  const basic = certificate.getExtension(BasicConstraintsExtension);
  const alternative = certificate.getExtension(SubjectAlternativeNameExtension);
  const purposes = certificate.getExtension(ExtendedKeyUsageExtension)?.usages;
  const limits = certificate.getExtension(NAME_CONSTRAINTS);
  const constraints = limits ? readNameConstraints(new Uint8Array(limits.value)) : null;
  if (limits && !constraints) throw new DecodeError('has name constraints that are not understood', { field });
  return {
    certificate,
    algorithm: tlsAlgorithmOf(certificate.publicKey.algorithm, field),
    notBefore: certificate.notBefore.getTime() / 1000,
    notAfter: certificate.notAfter.getTime() / 1000,
    authority: basic?.ca ?? false,
    pathLength: basic?.pathLength ?? Number.POSITIVE_INFINITY,
    keyUsage: certificate.getExtension(KeyUsagesExtension)?.usages ?? 0,
    purposes: purposes ? purposesOf(purposes.map(String)) : null,
    names: alternative ? namesOf(alternative, field) : { dns: [], ip: [], uri: [] },
    constraints,
  };
}

function purposesOf(usages: readonly string[]): readonly ('server' | 'client')[] {
  const allows = (purpose: string) => usages.includes(purpose) || usages.includes(ANY_PURPOSE);
  return [
    ...(allows(ExtendedKeyUsage.serverAuth) ? ['server' as const] : []),
    ...(allows(ExtendedKeyUsage.clientAuth) ? ['client' as const] : []),
  ];
}

function namesOf(extension: SubjectAlternativeNameExtension, field: string): Required<TlsNames> {
  const names = fromAlternativeNames(extension, field);
  const lower = {
    ...names,
    dns: names.dns.map((name) => name.toLowerCase()),
    ip: names.ip.map((ip) => ip.toLowerCase()),
  };
  assertNames(lower);
  return lower;
}

function assertExtensions({ extensions }: X509Certificate, field: string): void {
  const types = extensions.map(({ type }) => type);
  if (new Set(types).size !== types.length) throw new DecodeError('has an extension twice', { field });
  const unknown = extensions.find(({ type, critical }) => critical && !KNOWN.has(type));
  if (unknown) throw new DecodeError(`has a critical extension that is not known: ${unknown.type}`, { field });
}

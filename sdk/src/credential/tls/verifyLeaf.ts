import { BaseError } from '../../errors/index.ts';
import { tlsLeafAlgorithms } from './algorithmNames.ts';
import { readTlsFacts, type TlsFacts } from './facts.ts';
import { namesHost } from './names.ts';
import { KeyUsageFlags } from './x509.ts';

/** What a leaf has to be good for. */
export interface TlsLeafDemand {
  /** Seconds since 1970. */
  readonly at: number;
  readonly usage: 'server' | 'client';
  /** The host name or address that its holder was called by; null if the name is looked at elsewhere. */
  readonly name: string | null;
}

/** Why a leaf is refused. */
export type TlsLeafProblem =
  | 'malformed'
  | 'notYetValid'
  | 'expired'
  | 'anAuthority'
  | 'wrongAlgorithm'
  | 'wrongUsage'
  | 'wrongName';

/** The first thing that speaks against a leaf, whoever issued it; null if nothing does. */
export function leafProblem(leaf: TlsFacts, { at, usage, name }: TlsLeafDemand): TlsLeafProblem | null {
  if (!(at >= leaf.notBefore)) return 'notYetValid';
  if (!(at <= leaf.notAfter)) return 'expired';
  if (leaf.authority) return 'anAuthority';
  if (!(tlsLeafAlgorithms as readonly string[]).includes(leaf.algorithm)) return 'wrongAlgorithm';
  if (!(leaf.keyUsage & KeyUsageFlags.digitalSignature) || !leaf.purposes?.includes(usage)) return 'wrongUsage';
  return name === null || namesHost(leaf.names, name) ? null : 'wrongName';
}

/** {@link readTlsFacts} for a verdict: null for whatever cannot be read. */
export function tryFacts(der: Uint8Array): TlsFacts | null {
  try {
    return readTlsFacts(der);
  } catch (error) {
    if (error instanceof BaseError) return null;
    throw error;
  }
}

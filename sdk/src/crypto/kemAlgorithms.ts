/** Ids and sizes of a KEM, in bytes. */
export interface KemInfo {
  /** The HPKE KEM id (IANA registry "HPKE KEM Identifiers"). */
  readonly id: number;
  readonly publicKeySize: number;
  /** Of the seed form, where the standard has one. */
  readonly privateKeySize: number;
  /** Of the encapsulated secret. */
  readonly encSize: number;
}

/**
 * The KEMs that envelopes may use (RFC 9180, section 7.1; draft-ietf-hpke-pq for the ML-KEM ones). Private keys are in seed
 * form: 64 bytes d ‖ z for ML-KEM-768 (FIPS 203), 32 bytes for the hybrid.
 *
 * @example `kemAlgorithms['MLKEM768-X25519'].encSize // 1120`
 */
export const kemAlgorithms = {
  'MLKEM768-X25519': { id: 0x647a, publicKeySize: 1216, privateKeySize: 32, encSize: 1120 },
  'ML-KEM-768': { id: 0x0041, publicKeySize: 1184, privateKeySize: 64, encSize: 1088 },
  X25519: { id: 0x0020, publicKeySize: 32, privateKeySize: 32, encSize: 32 },
  'P-256': { id: 0x0010, publicKeySize: 65, privateKeySize: 32, encSize: 65 },
  'P-521': { id: 0x0012, publicKeySize: 133, privateKeySize: 66, encSize: 133 },
} as const satisfies Record<string, KemInfo>;

/** The name of a KEM, which is also the name of the algorithm of its keys. */
export type KemAlgorithm = keyof typeof kemAlgorithms;

/** What devices use unless told otherwise: secure while either half is. */
export const defaultKemAlgorithm: KemAlgorithm = 'MLKEM768-X25519';

const byId = new Map<number, KemAlgorithm>(
  (Object.keys(kemAlgorithms) as KemAlgorithm[]).map((name) => [kemAlgorithms[name].id, name]),
);

/** Whether `value` is the name of a KEM. */
export function isKemAlgorithm(value: unknown): value is KemAlgorithm {
  return typeof value === 'string' && Object.hasOwn(kemAlgorithms, value);
}

/** The KEM with an HPKE id, or undefined if this version does not know it. */
export function kemAlgorithmOf(id: number): KemAlgorithm | undefined {
  return byId.get(id);
}

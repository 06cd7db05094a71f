import type { Hex } from '../../bytes/index.ts';
import { MAX_CERTIFICATE_BYTES } from '../../certificate/certificate.ts';
import type { Store } from '../../store/index.ts';

/** Where the bytes of certificates come from: a cache, IPFS. Whoever takes them computes the id anew. */
export interface CertificateSource {
  /** @throws {TransportError} if nobody has it. */
  get(id: Hex, signal?: AbortSignal): Promise<Uint8Array>;
}

/**
 * Certificates straight from IPFS, checked against their ids.
 *
 * @example `const bytes = await storedCertificates(store).get(id)`
 */
export function storedCertificates(store: Store): CertificateSource {
  return {
    get(id, signal) {
      const digest = id.toLowerCase() as Hex;
      const request = { digest, codec: 'raw', maxBytes: MAX_CERTIFICATE_BYTES } as const;
      return store.read(signal ? { ...request, signal } : request);
    },
  };
}

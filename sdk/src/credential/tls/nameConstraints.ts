import { concat, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { encodeDer } from './der.ts';
import { assertNames } from './names.ts';
import { Extension } from './x509.ts';

/** The only names that an authority, and every authority below it, may certify (RFC 5280, section 4.2.1.10). */
export interface TlsNameConstraints {
  /** Lower-case domains: `fleet.example` allows itself and all below it. */
  readonly dns: readonly string[];
}

const NAME_CONSTRAINTS = '2.5.29.30';
/** Context-specific, constructed: permittedSubtrees; context-specific, primitive: dNSName, iPAddress. */
const [PERMITTED, EXCLUDED, DNS_NAME, IP_ADDRESS] = [0xa0, 0xa1, 0x82, 0x87];

/**
 * The critical extension. Names of the other kind that programs compare, addresses, are not allowed at all then: a kind that is not
 * mentioned would be free.
 *
 * @throws {ArgumentError} naming `nameConstraints` if there is no domain, or one that is none.
 */
export function toNameConstraints({ dns }: TlsNameConstraints): Extension {
  if (dns.length === 0 || dns.some((name) => name.startsWith('*'))) {
    throw new ArgumentError('needs domains without a star', { field: 'nameConstraints' });
  }
  assertNames({ dns });
  const subtree = (tag: number, value: Uint8Array) => encodeDer(0x30, encodeDer(tag, value));
  const permitted = dns.map((name) => subtree(DNS_NAME, utf8Encode(name)));
  const anyAddress = [8, 32].map((size) => subtree(IP_ADDRESS, new Uint8Array(size)));
  const content = encodeDer(
    0x30,
    concat(encodeDer(PERMITTED, concat(...permitted)), encodeDer(EXCLUDED, concat(...anyAddress))),
  );
  return new Extension(NAME_CONSTRAINTS, true, Uint8Array.from(content));
}

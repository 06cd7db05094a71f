import { derTags, encodeDer, equalBytes, readDer, utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { addressBytes, assertNames, type TlsNames } from './names.ts';
import { Extension } from './x509.ts';

/** The only names that an authority, and every authority below it, may certify (RFC 5280, section 4.2.1.10). */
export interface TlsNameConstraints {
  /** Lower-case domains: `fleet.example` allows itself and all below it. */
  readonly dns: readonly string[];
}

/** What an authority's certificate says of names. */
export interface NameSubtrees {
  readonly permitted: Subtrees;
  readonly excluded: Subtrees;
}

interface Subtrees {
  readonly dns: readonly string[];
  /** Address ‖ mask: 8 bytes of IPv4, or 32 of IPv6. */
  readonly ip: readonly Uint8Array[];
}

export const NAME_CONSTRAINTS = '2.5.29.30';
/** Context-specific, constructed: permittedSubtrees, excludedSubtrees; context-specific, primitive: dNSName, iPAddress. */
const [PERMITTED, EXCLUDED, DNS_NAME, IP_ADDRESS] = [0xa0, 0xa1, 0x82, 0x87];

/**
 * The critical extension. Addresses are excluded: a kind of name that the extension does not mention would be free.
 *
 * @throws {ArgumentError} naming `nameConstraints` if there is no domain, or one that is none.
 */
export function toNameConstraints({ dns }: TlsNameConstraints): Extension {
  if (dns.length === 0 || dns.some((name) => name.startsWith('*'))) {
    throw new ArgumentError('needs domains without a star', { field: 'nameConstraints' });
  }
  assertNames({ dns });
  const subtree = (tag: number, value: Uint8Array) => encodeDer(derTags.sequence, encodeDer(tag, value));
  const permitted = dns.map((name) => subtree(DNS_NAME, utf8Encode(name)));
  const anyAddress = [8, 32].map((size) => subtree(IP_ADDRESS, new Uint8Array(size)));
  const content = encodeDer(derTags.sequence, encodeDer(PERMITTED, ...permitted), encodeDer(EXCLUDED, ...anyAddress));
  return new Extension(NAME_CONSTRAINTS, true, Uint8Array.from(content));
}

/** Null if the extension is broken, or constrains names of a kind that is not known here: nobody may pass over that. */
export function readNameConstraints(extension: Uint8Array): NameSubtrees | null {
  try {
    const whole = readDer(extension, 'nameConstraints');
    const lists = whole.enter(derTags.sequence, 'NameConstraints');
    whole.end();
    const [permitted, excluded] = [readSubtrees(lists.optional(PERMITTED)), readSubtrees(lists.optional(EXCLUDED))];
    lists.end();
    return permitted && excluded && { permitted, excluded };
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}

/** Of a list that is left out: none. */
function readSubtrees(list: Uint8Array | null): Subtrees | null {
  const found: { dns: string[]; ip: Uint8Array[] } = { dns: [], ip: [] };
  const subtrees = readDer(list ?? new Uint8Array(), 'nameConstraints');
  while (!subtrees.isAtEnd()) {
    const subtree = subtrees.enter(derTags.sequence, 'GeneralSubtree');
    const [name, address] = [subtree.optional(DNS_NAME), subtree.optional(IP_ADDRESS)];
    if (!subtree.isAtEnd() || (name === null) === (address === null)) return null;
    if (name) found.dns.push(utf8Decode(name).toLowerCase());
    else if (address && [8, 32].includes(address.length)) found.ip.push(address);
    else return null;
  }
  return found;
}

/** Whether all DNS names and addresses are permitted, and none is excluded. */
export function allowsNames({ permitted, excluded }: NameSubtrees, names: TlsNames): boolean {
  const addresses = (names.ip ?? []).map(addressBytes);
  const dnsOk = (names.dns ?? []).every((name) => {
    const host = name.replace(/^\*\./, '');
    return (permitted.dns.length === 0 || permitted.dns.some(below(host))) && !excluded.dns.some(below(host));
  });
  return (
    dnsOk &&
    addresses.every(
      (ip) => (permitted.ip.length === 0 || permitted.ip.some(covers(ip))) && !excluded.ip.some(covers(ip)),
    )
  );
}

const below = (host: string) => (domain: string) => {
  const bare = domain.replace(/^\./, '');
  return bare === '' || host === bare || host.endsWith(`.${bare}`);
};

const covers = (address: Uint8Array) => (subtree: Uint8Array) => {
  const size = subtree.length / 2;
  const masked = (bytes: Uint8Array) => bytes.map((byte, i) => byte & (subtree[size + i] as number));
  return address.length === size && equalBytes(masked(address), masked(subtree.subarray(0, size)));
};

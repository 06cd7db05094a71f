import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../../../errors/index.ts';

/** Which networks a node may connect to, beside the public ones: none, the private ones, or those with these prefixes (`10.1.0.0/16`). */
export type AllowedNetworks = boolean | readonly string[];

/** Tells whether a node may connect to an address. */
export interface AddressRules {
  allows(address: string): boolean;
}

/** Loopback and private networks. @see RFC 1122, 1918, 4193, 6598 */
const privateNetworks = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
];

/**
 * Everything else that is not somebody's public host: this network, link-local (where clouds keep their metadata), protocol
 * assignments, documentation, 6to4 relays, benchmarks, multicast, reserved; of IPv6 also the prefixes that hide an IPv4 address.
 *
 * @see RFC 6890 and its registries (IANA special-purpose addresses)
 */
const specialNetworks = [
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ...['5f00::/16', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];

/** Where clouds tell a machine its secrets, inside of networks that are private. */
const metadataAddresses = ['100.100.100.200/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'];

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/');
    const family = isIP(address);
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
      throw new ConfigurationError(`${JSON.stringify(network)} is not a network such as 10.1.0.0/16`);
    }
    list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** `::ffff:10.0.0.1` is connected to as 10.0.0.1, however it is written. */
function mappedAddress(address: string): string | null {
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(written);
  if (!mapped) return null;
  const [high, low] = [Number.parseInt(mapped[1] as string, 16), Number.parseInt(mapped[2] as string, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/**
 * @param allowed `true` for loopback and private networks; never for link-local and special ones, which have to be listed.
 * @throws {ConfigurationError} for what is no network.
 * @example `createAddressRules(false).allows('169.254.169.254') // false`
 */
export function createAddressRules(allowed: AllowedNetworks): AddressRules {
  const exceptions = listOf(typeof allowed === 'boolean' ? (allowed ? privateNetworks : []) : allowed);
  const forbidden = listOf([...privateNetworks, ...specialNetworks]);
  const metadata = listOf(metadataAddresses);
  const allows = (address: string): boolean => {
    // The zone of a link-local address (`fe80::1%eth0`) is no part of it.
    const [plain = ''] = address.split('%');
    const family = isIP(plain);
    if (family === 0) return false;
    const mapped = family === 6 ? mappedAddress(plain) : null;
    if (mapped !== null) return allows(mapped);
    const kind = family === 4 ? 'ipv4' : 'ipv6';
    if (allowed === true && metadata.check(plain, kind)) return false;
    return exceptions.check(plain, kind) || !forbidden.check(plain, kind);
  };
  return { allows };
}

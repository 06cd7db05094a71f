import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../../../errors/index.ts';

/** More proxies in a row than anybody has. */
const MAX_HOPS = 16;

function kindOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}

/** IPv4 within IPv6 as what it is; IPv6 without its zone, and as the /64 that one customer has. */
function normalize(address: string): string {
  const plain = address.split('%')[0] as string;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  return mapped ?? plain;
}

function network(address: string): string {
  if (kindOf(address) === 'ipv4') return address;
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const front = head === '' ? [] : head.split(':');
  const back = tail ? tail.split(':') : [];
  const groups = [...front, ...Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0'), ...back];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/**
 * Tells whom a request is counted for. `X-Forwarded-For` is believed from the proxies that the operator has named, and read from its
 * end: what a client writes at its beginning counts for nothing.
 *
 * @throws {ConfigurationError} for a proxy that is no address or network.
 * @example `createClientAddress(['10.0.0.0/8'])('10.0.0.7', '203.0.113.9') // '203.0.113.9'`
 */
export function createClientAddress(trustedProxies: readonly string[]) {
  const proxies = new BlockList();
  for (const proxy of trustedProxies) {
    const [address = '', bits] = proxy.split('/');
    if (isIP(address) === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
      throw new ConfigurationError(`${JSON.stringify(proxy)} is not an address or network`, {
        field: 'listen.trustedProxies',
      });
    }
    if (bits === undefined) proxies.addAddress(address, kindOf(address));
    else proxies.addSubnet(address, Number(bits), kindOf(address));
  }
  return (remote: string | undefined, forwarded: string | undefined): string => {
    if (remote === undefined || isIP(remote.split('%')[0] as string) === 0) return 'unknown';
    let found = normalize(remote);
    const hops = (forwarded ?? '').split(',').slice(-MAX_HOPS).reverse();
    for (const hop of hops) {
      const before = hop.trim();
      if (!proxies.check(found, kindOf(found)) || isIP(before) === 0) break;
      found = normalize(before);
    }
    return network(found);
  };
}

import type { TlsNameConstraints } from '../../../credential/tls/index.ts';
import type { Input } from '../../framework/input.ts';

/** The domains that an authority is to be kept to, if the caller names some. */
export function constraintsOf(input: Input): { readonly nameConstraints?: TlsNameConstraints } {
  const dns = input.many('permitDns').map(({ text }) => text);
  return dns.length > 0 ? { nameConstraints: { dns } } : {};
}

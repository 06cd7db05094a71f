import { equalBytes } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';
import { type GeneralName, type JsonGeneralNames, SubjectAlternativeNameExtension } from './x509.ts';

/** The names of a certificate: what `subjectAltName` says (RFC 5280, section 4.2.1.6). */
export interface TlsNames {
  /** Lower-case host names; the first label may be `*`. */
  readonly dns?: readonly string[];
  /** IPv4 in dotted form, IPv6 in groups. */
  readonly ip?: readonly string[];
  readonly uri?: readonly string[];
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const dnsForm = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);
const uriForm = /^[a-z][a-z0-9+.-]*:[\x21-\x7e]{1,2000}$/;
const kinds = ['dns', 'ip', 'uri'] as const;

/** @throws {ArgumentError} naming `dns[i]`, `ip[i]`, `uri[i]`, or `names` if there is none. */
export function assertNames(names: TlsNames): void {
  const forms = {
    dns: (name: string) => name.length <= 253 && dnsForm.test(name),
    ip: isAddress,
    uri: (name: string) => uriForm.test(name),
  };
  for (const kind of kinds) {
    names[kind]?.forEach((name, i) => {
      if (!forms[kind](name)) throw new ArgumentError(`is not a name of the kind ${kind}`, { field: `${kind}[${i}]` });
    });
  }
  const count = kinds.reduce((sum, kind) => sum + (names[kind]?.length ?? 0), 0);
  if (count < 1 || count > 100) throw new ArgumentError('are none, or more than 100', { field: 'names' });
}

function isAddress(text: string): boolean {
  const parts = text.split('.');
  if (parts.length === 4) return parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return /^[0-9a-f:]{2,39}$/.test(text) && URL.canParse(`http://[${text}]/`);
}

/** Critical if the certificate has no other name. */
export function toAlternativeNames(names: TlsNames, critical: boolean): SubjectAlternativeNameExtension {
  const list: JsonGeneralNames = [
    ...(names.dns ?? []).map((value) => ({ type: 'dns', value }) as const),
    ...(names.ip ?? []).map((value) => ({ type: 'ip', value }) as const),
    ...(names.uri ?? []).map((value) => ({ type: 'url', value }) as const),
  ];
  return new SubjectAlternativeNameExtension(list, critical);
}

/** @throws {DecodeError} for names of other kinds: they would be certified unseen. */
export function fromAlternativeNames(extension: SubjectAlternativeNameExtension, field: string): Required<TlsNames> {
  const of = (type: GeneralName['type']) =>
    extension.names.items.filter((name) => name.type === type).map((name) => name.value);
  const names = { dns: of('dns'), ip: of('ip'), uri: of('url') };
  if (names.dns.length + names.ip.length + names.uri.length !== extension.names.items.length) {
    throw new DecodeError('has names that are not DNS, IP or URI', { field });
  }
  return names;
}

/** 4 bytes of IPv4, or 16 of IPv6, whatever way the address is written. */
export function addressBytes(text: string): Uint8Array {
  if (!text.includes(':')) return Uint8Array.from(text.split('.'), Number);
  // The canonical form has no dotted part, and at most one `::`.
  const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const words = [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** Whether one of the names stands for a host: exactly, or by a star in place of its first label (RFC 9525, section 6.3). */
export function namesHost(names: TlsNames, host: string): boolean {
  const wanted = host.toLowerCase().replace(/\.$/, '');
  if (isAddress(wanted)) {
    const address = addressBytes(wanted);
    return (names.ip ?? []).some((ip) => equalBytes(addressBytes(ip), address));
  }
  const [, parent] = /^[^.]+\.(.+)$/.exec(wanted) ?? [];
  return (names.dns ?? []).some((name) => name === wanted || (parent !== undefined && name === `*.${parent}`));
}

import path from 'node:path';
import { DecodeError, FileError } from '../../../../errors/index.ts';
import { readPrivateFile } from '../../../../identity/node/index.ts';
import { OcpiId } from '../../../../ocn/registry/index.ts';
import { isCredentialsToken, type Party } from '../../../../protocol/ocpi/index.ts';
import { type Listening, OfficeFiles } from '../../../../roles/ocnTools/index.ts';
import type { OptionDefinition } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import { readCapped } from '../../../framework/files.ts';
import type { Given, Input } from '../../../framework/input.ts';
import { toUrl } from '../../../framework/values.ts';
import { walletOptions } from '../../shared/options.ts';

/** How a back office is reached, and which node it is on. */
export const placeOptions: readonly OptionDefinition[] = [
  {
    flags: '--node <url>',
    description: 'the node: its URL, or that of its versions',
    variable: 'GRIDSEAL_OCN_VERSIONS',
  },
  {
    flags: '--listen <address>',
    description: 'where the back office listens for the node: HOST:PORT',
    preset: '127.0.0.1:8085',
  },
  {
    flags: '--url <url>',
    description: 'how the node reaches it, up to and with /ocpi; without it, http://HOST:PORT/ocpi',
  },
  {
    flags: '--network <network>',
    description: 'the registry of the network, eip155:CHAIN:REGISTRY: to sign in version 2',
  },
];

export const tokenOption: OptionDefinition = {
  flags: '--token <file>',
  description:
    'the registration token that the node’s operator has given: a file that only you may read, or - for stdin',
  completes: 'file',
};

/** The wallet that signs for the party; without one, the node signs. */
export const partyWalletOptions = walletOptions.map((option) =>
  option.flags === '--wallet <name>'
    ? { flags: option.flags, description: 'the party’s wallet, which signs what it sends; without it, the node signs' }
    : option,
);

export const officeArgument = { name: '<office>', description: 'the name of the back office in this home' };

export const officeFiles = (context: Context): OfficeFiles =>
  new OfficeFiles(path.join(context.home, 'ocn', 'offices'));

/** `DE/GSL`. @throws {DecodeError} */
export const toParty = ({ text, field }: Given): Party => OcpiId.parse(text, field);

/** `HOST:PORT`, an IPv6 address in brackets. @throws {DecodeError} */
export function toListening({ text, field }: Given): Listening {
  const [, inBrackets, plain, port = ''] = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = inBrackets ?? plain;
  if (host === undefined || Number(port) > 65_535) throw new DecodeError('has to be HOST:PORT', { field });
  return { host, port: Number(port) };
}

/** The URL of a node's versions. @throws {DecodeError} */
export function toVersionsUrl(given: Given): string {
  const url = toUrl(given).replace(/\/+$/, '');
  if (/\/versions$/.test(url)) return url;
  return /\/ocpi$/.test(url) ? `${url}/versions` : `${url}/ocpi/versions`;
}

/** @throws {DecodeError} */
function toNetwork({ text, field }: Given): string {
  const network = text.toLowerCase();
  if (/^eip155:[1-9]\d{0,15}:0x[0-9a-f]{40}$/.test(network)) return network;
  throw new DecodeError('has to be a registry, such as eip155:31337:0x and 40 digits', { field });
}

const MAX_TOKEN = 4_096;

/**
 * A token, from a file that only its owner may read, or from stdin: never from the command line.
 *
 * @throws {DecodeError} if it is none. @throws {FileError} if it is missing or others may read it.
 */
export async function readToken({ text: file, field }: Given): Promise<string> {
  const bytes =
    file === '-' ? await readCapped('-', { field, maxBytes: MAX_TOKEN }) : await readPrivateFile(file, MAX_TOKEN);
  if (bytes === null) throw new FileError('there is no such file', { field, metaMessages: [`File: ${file}`] });
  const token = new TextDecoder().decode(bytes).trim();
  if (isCredentialsToken(token)) return token;
  throw new DecodeError('has no token in it', { field });
}

/** @throws {UsageError} */
export function versionsUrlOf(input: Input): string {
  const given = input.optional('node');
  if (given) return toVersionsUrl(given);
  throw new UsageError('is missing: the URL of the node', { field: '--node' });
}

/** The registry of the network, without which nothing can be signed. @throws {UsageError} for a wallet without one. */
export function networkOf(input: Input): string | null {
  const given = input.optional('network');
  if (given) return toNetwork(given);
  if (!input.optional('wallet')) return null;
  throw new UsageError('is missing: a signature names the network', { field: '--network' });
}

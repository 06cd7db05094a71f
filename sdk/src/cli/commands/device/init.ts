import path from 'node:path';
import { toHex } from '../../../bytes/index.ts';
import { randomBytes } from '../../../crypto/index.ts';
import { signerId } from '../../../delivery/subject/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { Enrolment } from '../../../identity/index.ts';
import { initialiseDevice, readEnrolmentRequest } from '../../../roles/device/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import type { Block } from '../../framework/page.ts';
import { toDuration, toInteger } from '../../framework/values.ts';
import { findCertificate } from '../shared/certificates.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { knownAddresses } from '../shared/knownAddresses.ts';
import { addressesOf, chainIdOf, finalityOf, rpcUrls } from '../shared/openChain.ts';
import { ipfsEndpoints } from '../shared/openStore.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';
import type { SignerAddresses } from '../shared/signerBook.ts';
import { toSigner } from '../shared/signers.ts';

type Fields = Record<string, unknown>;

async function template(input: Input): Promise<Fields> {
  const given = input.optional('from');
  if (!given) return {};
  const text = (await readCapped(given.text, { field: given.field, maxBytes: 262_144 })).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  } catch (cause) {
    throw new DecodeError('is not JSON', { field: given.field, metaMessages: [`File: ${given.text}`], cause });
  }
  throw new DecodeError('is not a configuration of a device', { field: given.field });
}

async function chainPart(input: Input, base: Fields): Promise<Fields> {
  if (base.chain !== undefined && input.many('rpcUrl').length === 0) return base.chain as Fields;
  const chainId = chainIdOf(input);
  const { quorumRegistry, keyAnnouncements, p256Verifier } = await addressesOf(input);
  const addresses = { quorumRegistry, keyAnnouncements, p256Verifier };
  return { chainId, rpcUrls: rpcUrls(input), ...addresses, finality: finalityOf(input, chainId) };
}

async function authorities(
  input: Input,
  context: Context,
  addresses: () => Promise<SignerAddresses>,
): Promise<Fields[]> {
  const all = [
    ...input.many('authority').map((given) => ({ given, trust: 'anchored' })),
    ...input.many('pinnedAuthority').map((given) => ({ given, trust: 'pinned' })),
  ];
  return Promise.all(
    all.map(async ({ given, trust }) => ({ signer: await toSigner(given, context, addresses), trust })),
  );
}

/** The values if there are any: an empty list leaves the template's. */
const listed = (key: string, values: readonly unknown[]): Fields => (values.length > 0 ? { [key]: values } : {});

async function configOf(input: Input, context: Context, state: string): Promise<Fields> {
  const base = await template(input);
  const chain = await chainPart(input, base);
  const addresses = async () => ({ ...knownAddresses(), ...chain }) as unknown as SignerAddresses;
  const certificates = input.many('certificate').map((given) => findCertificate(given, null, context));
  const health = input.optional('healthPort');
  const root = input.optional('root');
  const install = (base.install ?? {}) as Fields;
  const name = input.optional('name')?.text ?? base.name;
  if (name === undefined) throw new UsageError('is missing', { field: '--name' });
  return {
    ...base,
    type: 'gridseal/device/v1',
    name,
    chain,
    ...(base.ipfs !== undefined && ipfsEndpoints(input).length === 0
      ? {}
      : { ipfs: { endpoints: ipfsEndpoints(input) } }),
    anchors: base.anchors ?? [],
    ...listed('anchors', await Promise.all(input.many('anchor').map((given) => resolveQuorum(given, context)))),
    authorities: base.authorities ?? [],
    ...listed('authorities', await authorities(input, context, addresses)),
    ...listed(
      'certificates',
      (await Promise.all(certificates)).map(({ id }) => id),
    ),
    ...listed(
      'groups',
      input.many('group').map(({ text }) => text),
    ),
    ...listed(
      'channels',
      input.many('channel').map(({ text }) => text),
    ),
    install: {
      overlapSeconds: toDuration(input.required('overlap'), 0),
      ...install,
      root: root ? path.resolve(root.text) : (install.root ?? path.join(state, 'installed')),
    },
    pollSeconds: toInteger(input.required('poll'), 1, 86_400),
    ...(health ? { health: { host: '127.0.0.1', port: toInteger(health, 0, 65_535) } } : {}),
    claims: { mode: input.required('claims').text, ...(base.claims as Fields | undefined) },
  };
}

function enrolmentPage(enrolment: Enrolment): Block {
  return {
    kind: 'fields',
    rows: [
      ['Device', enrolment.name],
      ['Id', signerId(enrolment.signer)],
      ['Signer', enrolment.signer],
      ...enrolment.keys.map(
        ({ use, algorithm, publicKey }) => [`Key to ${use}`, `${algorithm}, ${publicKey.length} bytes`] as const,
      ),
    ],
  };
}

export const init: Action = async (input, context): Promise<Result> => {
  const state = path.resolve(input.required('state').text);
  const config = await configOf(input, context, state);
  const enrolment = await initialiseDevice({
    stateDirectory: state,
    config,
    algorithm: input.required('kem').text as NonNullable<Parameters<typeof initialiseDevice>[0]['algorithm']>,
    signing: input.required('signing').text as 'secp256k1' | 'P-256',
    random: randomBytes,
  });
  const id = signerId(enrolment.signer);
  return {
    data: { id, signer: enrolment.signer, name: enrolment.name, state, request: path.join(state, 'enrolment.json') },
    text: [
      enrolmentPage(enrolment),
      { kind: 'fields', rows: [['State', shortPath(state, context)]] },
      { kind: 'next', commands: [`gridseal device request --state ${shortPath(state, context)} --out request.json`] },
    ],
    brief: id,
  };
};

export const request: Action = async (input) => {
  const state = path.resolve(input.required('state').text);
  const enrolment = await readEnrolmentRequest(state);
  const bytes = Enrolment.encode(enrolment);
  const out = input.optional('out');
  if (!out || out.text === '-') {
    return { data: JSON.parse(new TextDecoder().decode(bytes)), text: [{ kind: 'bytes', bytes }] };
  }
  await writeWhole(path.resolve(out.text), bytes, { field: out.field });
  const id = signerId(enrolment.signer);
  return {
    data: { id, file: path.resolve(out.text), bytes: toHex(bytes).length / 2 - 1 },
    text: [enrolmentPage(enrolment), { kind: 'next', commands: [`gridseal device enrol ${out.text}`] }],
    brief: id,
  };
};

export { enrolmentPage };

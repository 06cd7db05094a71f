import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { fromHex, toBase64url } from '../../../bytes/index.ts';
import { Certificate } from '../../../certificate/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import { OcpiId } from '../../../ocn/registry/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { UsageError } from '../../framework/errors.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Given, Input } from '../../framework/input.ts';
import { toBytes32, toDuration, toInteger, toTime } from '../../framework/values.ts';
import { keepCertificate } from '../shared/certificates.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { addressesOf } from '../shared/openChain.ts';
import { toSigner } from '../shared/signers.ts';

function toKey({ text, field }: Given): Certificate.SubjectKey {
  const [use, algorithm, publicKey, ...rest] = text.split(':');
  if (!use || !algorithm || !publicKey || rest.length > 0) {
    throw new DecodeError('has to be use:algorithm:key, for example sign:P-256:BAHQ…', { field });
  }
  const encoded = publicKey.startsWith('0x') ? toBase64url(fromHex(publicKey, { field })) : publicKey;
  return { use, algorithm, publicKey: encoded } as Certificate.SubjectKey;
}

function toParty({ text, field }: Given) {
  const { country_code: countryCode, party_id: partyId } = OcpiId.parse(text, field);
  return { countryCode, partyId };
}

async function fromOptions(input: Input, context: Context): Promise<Certificate.Certificate> {
  const now = Math.floor(context.now() / 1000);
  const [notBefore, notAfter] = [input.optional('notBefore'), input.optional('notAfter')];
  const from = notBefore ? toTime(notBefore) : now;
  const until = notAfter ? toTime(notAfter) : from + toDuration(input.required('valid'));
  const signer = input.optional('signer');
  const [role, pathLength, certifies] = [input.optional('role'), input.optional('pathLength'), input.many('certifies')];
  const party = input.optional('party');
  const replaces = input
    .many('replaces')
    .map((given) => ({ type: 'replaces' as const, certificate: toBytes32(given) }));
  return Certificate.from({
    kind: input.required('kind').text as Certificate.CertificateInput['kind'],
    subject: {
      name: input.required('name').text,
      ...(role ? { role: role.text } : {}),
      ...(party ? { party: toParty(party) } : {}),
      keys: input.many('key').map(toKey),
      ...(signer ? { signer: await toSigner(signer, context, () => addressesOf(input)) } : {}),
    },
    usages: input.many('usage').map(({ text }) => text) as Certificate.CertificateInput['usages'],
    ...(certifies.length > 0 ? { certifies: certifies.map(({ text }) => text) as never } : {}),
    ...(pathLength ? { pathLength: toInteger(pathLength, 0, 16) } : {}),
    requiredEndorsements: toInteger(input.required('requiredEndorsements'), 1, 16),
    notBefore: from,
    notAfter: until,
    ...(replaces.length > 0 ? { edges: replaces } : {}),
    serial: randomBytes(16),
  });
}

async function fromFile({ text, field }: Given): Promise<Certificate.Certificate> {
  const bytes = await readCapped(text, { field, maxBytes: 4 * Certificate.MAX_CERTIFICATE_BYTES });
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new DecodeError('is not JSON', { field, metaMessages: [`File: ${text}`], cause });
  }
  if (typeof value !== 'object' || value === null) throw new DecodeError('is not a certificate', { field });
  return Certificate.decode(Certificate.encode(Certificate.fromJson(value)));
}

export const draft: Action = async (input, context) => {
  const file = input.optional('from');
  if (file && (['kind', 'name', 'party'] as const).some((name) => input.optional(name))) {
    throw new UsageError('stands for all other options of the certificate', { field: '--from' });
  }
  const certificate = file ? await fromFile(file) : await fromOptions(input, context);
  const id = Certificate.id(certificate);
  const bytes = Certificate.encode(certificate);
  const { title, details } = Certificate.describe(certificate);
  const page = [
    { kind: 'heading' as const, text: title },
    {
      kind: 'fields' as const,
      rows: [['id', id], ...details.map(({ label, value }) => [label, value])] as [string, string][],
    },
  ];
  if (input.flag('dryRun')) return { data: { dryRun: true, id, certificate }, text: page, brief: id };
  const out = input.optional('out');
  if (out?.text === '-') return { data: certificate, text: [{ kind: 'bytes', bytes }] };
  if (out) await writeWhole(path.resolve(out.text), bytes, { field: out.field });
  const kept = await keepCertificate(context, { id, certificate });
  const written = out ? path.resolve(out.text) : kept;
  return {
    data: { id, certificate, file: written },
    text: [
      ...page,
      { kind: 'fields', rows: [['File', shortPath(written, context)]] },
      { kind: 'next', commands: [`gridseal certificate propose ${id.slice(0, 10)} --quorum NAME`] },
    ],
    brief: id,
  };
};

import { randomBytes } from 'node:crypto';
import { toBase64url } from '../../../bytes/index.ts';
import { Certificate } from '../../../certificate/index.ts';
import { verifiersOf } from '../../../chain/index.ts';
import { signerId } from '../../../delivery/subject/index.ts';
import { VerificationError } from '../../../errors/index.ts';
import { Enrolment } from '../../../identity/index.ts';
import type { Action } from '../../framework/command.ts';
import { type Context, confirm } from '../../framework/context.ts';
import { readCapped } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { drawPage } from '../../framework/page.ts';
import { toAddress, toDuration } from '../../framework/values.ts';
import { adminFiles } from '../shared/adminHome.ts';
import { keepCertificate } from '../shared/certificates.ts';
import { knownAddresses } from '../shared/knownAddresses.ts';
import { enrolmentPage } from './init.ts';

/** A certificate that says whose keys these are; endorsing it is a quorum's matter. */
function draftOf(enrolment: Enrolment, input: Input, context: Context) {
  const now = Math.floor(context.now() / 1000);
  const certificate = Certificate.from({
    kind: 'device',
    subject: {
      name: enrolment.name,
      signer: enrolment.signer,
      keys: enrolment.keys.map(({ use, algorithm, publicKey }) => ({
        use,
        algorithm,
        publicKey: toBase64url(publicKey),
      })),
    },
    usages: ['claimKeys'],
    notBefore: now,
    notAfter: now + toDuration(input.required('valid')),
    serial: randomBytes(16),
  });
  return { id: Certificate.id(certificate), certificate };
}

export const enrol: Action = async (input, context) => {
  const { text, field } = input.argument('request');
  const bytes = new Uint8Array(await readCapped(text, { field, maxBytes: 65_536 }));
  const enrolment = Enrolment.decode(bytes);
  const given = input.optional('p256Verifier');
  const verifiers = verifiersOf({ ...knownAddresses(), ...(given ? { p256Verifier: await toAddress(given) } : {}) });
  if (Enrolment.verify(enrolment, verifiers) !== true) {
    throw new VerificationError('is not the signature of the device that the request names', {
      field: 'enrolment.proof',
    });
  }
  const page = enrolmentPage(enrolment);
  const id = signerId(enrolment.signer);
  const data = { id, name: enrolment.name, signer: enrolment.signer };
  if (input.flag('dryRun')) return { data: { dryRun: true, ...data, certificate: null }, text: [page], brief: id };
  if (!context.json && !context.yes) context.show(`${drawPage([page], context.colour)}\n`);
  await confirm(context, 'Does the device itself show this id?');
  await adminFiles(context).devices.enrol(bytes, verifiers);
  const draft = input.flag('certificate') ? draftOf(enrolment, input, context) : null;
  if (draft) await keepCertificate(context, draft);
  return {
    data: { ...data, certificate: draft?.id ?? null },
    text: [
      page,
      ...(draft
        ? [{ kind: 'fields' as const, rows: [['Certificate', `${draft.id} (nobody has endorsed it yet)`]] as const }]
        : []),
      {
        kind: 'next',
        commands: [
          ...(draft ? [`gridseal certificate propose ${draft.id.slice(0, 10)} --quorum NAME`] : []),
          `gridseal key issue ssh-user ${id.slice(0, 10)} --issuer NAME --principal NAME`,
        ],
      },
    ],
    brief: id,
  };
};

export const list: Action = async (_input, context) => {
  const devices = await adminFiles(context).devices.list();
  const rows = devices.map(({ id, enrolment, claim }) => [enrolment.name, claim ? `epoch ${claim.epoch}` : '–', id]);
  return {
    data: {
      devices: devices.map(({ id, enrolment, claim, certificate }) => ({
        id,
        name: enrolment.name,
        signer: enrolment.signer,
        claim,
        certificate,
      })),
    },
    text:
      rows.length === 0
        ? [
            { kind: 'lines', lines: ['No device is enrolled in this home.'] },
            { kind: 'next', commands: ['gridseal device enrol REQUEST'] },
          ]
        : [{ kind: 'table', head: ['NAME', 'RECEIPT', 'ID'], rows }],
    brief: devices.map(({ id }) => id),
  };
};

export const show: Action = async (input, context) => {
  const device = await adminFiles(context).devices.resolve(input.argument('device').text);
  const { id, enrolment, claim, key, certificate } = device;
  return {
    data: {
      id,
      name: enrolment.name,
      signer: enrolment.signer,
      keys: enrolment.keys.map((one) => ({ ...one, publicKey: toBase64url(one.publicKey) })),
      sealingKey: { algorithm: key.algorithm, publicKey: toBase64url(key.publicKey) },
      claim,
      certificate,
    },
    text: [
      enrolmentPage(enrolment),
      {
        kind: 'fields',
        rows: [
          ['Sealed to', `${key.algorithm}${claim ? `, from the receipt of epoch ${claim.epoch}` : ', as enrolled'}`],
          ['Certificate', certificate ?? undefined],
        ],
      },
    ],
    brief: id,
  };
};

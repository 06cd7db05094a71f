import path from 'node:path';
import { utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import {
  certifyTlsAuthority,
  createTlsAuthorityRequest,
  issueTls,
  readPem,
  readTlsFacts,
  tlsFingerprint,
  verifyTlsAuthorityRequest,
  verifyTlsRequest,
} from '../../../credential/tls/index.ts';
import { randomBytes as random } from '../../../crypto/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import { readCapped, writeWhole } from '../../framework/files.ts';
import type { Input } from '../../framework/input.ts';
import { formatTime, toDuration, toInteger } from '../../framework/values.ts';
import { tlsAuthorities } from '../shared/adminHome.ts';
import { shortPath } from '../shared/homeFolder.ts';
import { constraintsOf } from './constraints.ts';
import { namesOf } from './leafFiles.ts';

const maxRequestBytes = 65_536;
/** Seconds. */
const backdating = 3_600;

const texts = (input: Input, name: string): string[] => input.many(name).map(({ text }) => text);

async function requestOf(input: Input): Promise<string> {
  const { text, field } = input.required('request');
  return (await readCapped(text, { field, maxBytes: maxRequestBytes })).toString('utf8');
}

/** From a little before now, as clocks differ, but not from before the authority itself. */
function validityOf(chain: readonly string[], input: Input, context: Context) {
  const now = Math.floor(context.now() / 1000);
  const [own] = readPem(chain[0] ?? '', 'CERTIFICATE', 'authority');
  const { notBefore } = readTlsFacts(own as Uint8Array, 'authority');
  return { notBefore: Math.max(now - backdating, notBefore), notAfter: now + toDuration(input.required('valid')) };
}

async function written(pem: string, input: Input, context: Context): Promise<Result> {
  const [der] = readPem(pem, 'CERTIFICATE', 'certificate');
  const facts = readTlsFacts(der as Uint8Array);
  const fingerprint = tlsFingerprint(der as Uint8Array);
  const out = input.required('out');
  const file = path.resolve(out.text);
  const data = { certificate: pem, fingerprint, notBefore: facts.notBefore, notAfter: facts.notAfter };
  const page = [
    ['Subject', facts.certificate.subject || namesOf(facts)],
    ['Names', namesOf(facts) || undefined],
    ['Key', facts.algorithm],
    ['Valid', `${formatTime(facts.notBefore)} to ${formatTime(facts.notAfter)}`],
    ['SHA-256', fingerprint],
  ] as const;
  if (out.text === '-') return { data, text: [{ kind: 'bytes', bytes: utf8Encode(pem) }] };
  if (input.flag('dryRun')) return { data: { dryRun: true, ...data }, text: [{ kind: 'fields', rows: page }] };
  await writeWhole(file, pem, { field: out.field });
  return {
    data: { ...data, file },
    text: [{ kind: 'fields', rows: [...page, ['File', shortPath(file, context)]] }],
    brief: file,
  };
}

export const issue: Action = async (input, context) => {
  const authority = await (await tlsAuthorities(context)).get(input.argument('name').text);
  const allowed = { dns: texts(input, 'dns'), ip: texts(input, 'ip'), uri: texts(input, 'uri') };
  const { publicKey, names } = await verifyTlsRequest(await requestOf(input), allowed, '--request');
  const [commonName, usages] = [input.optional('commonName')?.text, texts(input, 'for')];
  const { files } = await issueTls({
    authority,
    key: { publicKey },
    names,
    ...validityOf(authority.chain, input, context),
    random,
    ...(commonName === undefined ? {} : { commonName }),
    ...(usages.length > 0 ? { usages: usages as ('server' | 'client')[] } : {}),
  });
  const [leaf] = files.filter((file) => file.path === 'tls.crt');
  return written(utf8Decode(leaf?.content ?? new Uint8Array()), input, context);
};

export const certify: Action = async (input, context) => {
  const issuer = await (await tlsAuthorities(context)).get(input.argument('name').text);
  const { publicKey } = await verifyTlsAuthorityRequest(await requestOf(input), '--request');
  const chain = await certifyTlsAuthority({
    issuer,
    publicKey,
    commonName: input.required('commonName').text,
    pathLength: toInteger(input.required('pathLength'), 0, 16),
    ...constraintsOf(input),
    ...validityOf(issuer.chain, input, context),
    random,
  });
  return written(chain.slice(0, -1).join('') || chain.join(''), input, context);
};

export const request: Action = async (input, context) => {
  const { text: name } = input.argument('name');
  const pem = await createTlsAuthorityRequest(await (await tlsAuthorities(context)).get(name));
  const out = input.required('out');
  if (out.text === '-') return { data: { request: pem }, text: [{ kind: 'bytes', bytes: utf8Encode(pem) }] };
  const file = path.resolve(out.text);
  if (!input.flag('dryRun')) await writeWhole(file, pem, { field: out.field });
  return {
    data: { request: pem, file },
    text: [
      { kind: 'fields', rows: [['File', shortPath(file, context)]] },
      {
        kind: 'next',
        commands: [
          `gridseal tls-authority certify ISSUER --request ${shortPath(file, context)} --common-name TEXT --out FILE`,
          `gridseal tls-authority adopt ${name} --chain FILE --root FILE`,
        ],
      },
    ],
    brief: file,
  };
};

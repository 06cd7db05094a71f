import { X509Certificate } from 'node:crypto';
import { readPem, readTlsFacts } from '../../../credential/tls/index.ts';
import { randomBytes } from '../../../crypto/index.ts';
import { DecodeError } from '../../../errors/index.ts';
import type { NewTlsAuthority } from '../../../roles/admin/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Context } from '../../framework/context.ts';
import type { Input } from '../../framework/input.ts';
import type { Block } from '../../framework/page.ts';
import { toDuration, toInteger } from '../../framework/values.ts';
import { tlsAuthorities } from '../shared/adminHome.ts';
import { homePaths, namesIn } from '../shared/homeFolder.ts';
import { constraintsOf } from './constraints.ts';
import { readCertificates } from './leafFiles.ts';

type Authority = Awaited<ReturnType<Awaited<ReturnType<typeof tlsAuthorities>>['get']>>;

/** Clocks differ: an authority is good from a little before now, in seconds. */
const backdating = 3_600;

function factsOf(name: string, { chain }: Authority) {
  const own = new X509Certificate(chain[0] as string);
  const [der] = readPem(chain[0] as string, 'CERTIFICATE', 'authority');
  return {
    name,
    algorithm: readTlsFacts(der as Uint8Array, 'authority').algorithm,
    subject: own.subject.replaceAll('\n', ', '),
    issuer: own.issuer.replaceAll('\n', ', '),
    notBefore: own.validFromDate.toISOString(),
    notAfter: own.validToDate.toISOString(),
    fingerprint: own.fingerprint256,
    chain: chain.map((pem) => pem.trim()),
  };
}

function page(name: string, authority: Authority, next: readonly string[] = []): Result {
  const facts = factsOf(name, authority);
  const blocks: Block[] = [
    {
      kind: 'fields',
      rows: [
        ['Authority', name],
        ['Subject', facts.subject],
        ['Issuer', facts.issuer],
        ['Key', facts.algorithm],
        ['Valid', `${facts.notBefore} to ${facts.notAfter}`],
        ['SHA-256', facts.fingerprint],
        ['Chain', `${facts.chain.length} certificate${facts.chain.length === 1 ? '' : 's'}`],
      ],
    },
    ...facts.chain.map((pem): Block => ({ kind: 'lines', lines: pem.split(/\r?\n/) })),
  ];
  if (next.length > 0) blocks.push({ kind: 'next', commands: next });
  return { data: facts, text: blocks, brief: facts.chain.flatMap((pem) => pem.split(/\r?\n/)) };
}

function wantedOf(name: string, input: Input, context: Context): NewTlsAuthority {
  const now = Math.floor(context.now() / 1000);
  const issuer = input.optional('issuer')?.text;
  return {
    commonName: input.optional('commonName')?.text ?? name,
    algorithm: input.required('algorithm').text as NonNullable<NewTlsAuthority['algorithm']>,
    pathLength: toInteger(input.required('pathLength'), 0, 16),
    ...constraintsOf(input),
    notBefore: now - backdating,
    notAfter: now + toDuration(input.required('valid')),
    random: randomBytes,
    ...(issuer === undefined ? {} : { issuer }),
  };
}

export const create: Action = async (input, context) => {
  const { text: name } = input.argument('name');
  const authority = await (await tlsAuthorities(context)).create(name, wantedOf(name, input, context));
  return page(name, authority, [`gridseal key issue tls DEVICE --issuer ${name} --dns NAME`]);
};

export const rotate: Action = async (input, context) => {
  const authorities = await tlsAuthorities(context);
  const { text: old } = input.argument('name');
  await authorities.get(old);
  const name = input.required('to').text;
  const authority = await authorities.create(name, wantedOf(name, input, context));
  return page(name, authority, [
    `gridseal tls-authority show ${name} --quiet >> trusted.pem`,
    `gridseal key issue tls DEVICE --issuer ${name} --dns NAME`,
  ]);
};

export const adopt: Action = async (input, context) => {
  const { text: name } = input.argument('name');
  const chain = await readCertificates(input.required('chain'));
  const root = input.required('root');
  const roots = await readCertificates(root);
  if (roots.length !== 1) throw new DecodeError('has to be one certificate', { field: root.field });
  const at = Math.floor(context.now() / 1000);
  const authorities = await tlsAuthorities(context);
  return page(name, await authorities.adopt(name, [...chain, ...roots], { at, random: randomBytes }));
};

export const show: Action = async (input, context) => {
  const { text: name } = input.argument('name');
  return page(name, await (await tlsAuthorities(context)).get(name));
};

const pattern = /^tls-authority-([a-z][a-z0-9-]{0,31})$/;

export const list: Action = async (_input, context) => {
  const files = await namesIn(homePaths(context.home).authorities, '');
  const names = files.flatMap((file) => pattern.exec(file)?.[1] ?? []);
  const authorities = await tlsAuthorities(context);
  const found = await Promise.all(names.map(async (name) => factsOf(name, await authorities.get(name))));
  return {
    data: { authorities: found },
    text:
      found.length === 0
        ? [
            { kind: 'lines', lines: ['This home has no TLS authority yet.'] },
            { kind: 'next', commands: ['gridseal tls-authority create NAME'] },
          ]
        : [
            {
              kind: 'table',
              head: ['NAME', 'SUBJECT', 'KEY', 'UNTIL'],
              rows: found.map((one) => [one.name, one.subject, one.algorithm, one.notAfter]),
            },
          ],
    brief: names,
  };
};

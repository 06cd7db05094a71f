import { fingerprint, formatPublicKey } from '../../../credential/ssh/index.ts';
import { randomBytes } from '../../../crypto/index.ts';
import type { SshAuthority } from '../../../roles/admin/index.ts';
import type { Action, Result } from '../../framework/command.ts';
import type { Block } from '../../framework/page.ts';
import { sshAuthorities } from '../shared/adminHome.ts';
import { homePaths, namesIn } from '../shared/homeFolder.ts';

const factsOf = ({ name, publicKey }: SshAuthority) => ({
  name,
  publicKey: formatPublicKey(publicKey).trim(),
  fingerprint: fingerprint(publicKey),
});

function page(authority: SshAuthority, next: readonly string[] = []): Result {
  const facts = factsOf(authority);
  const blocks: Block[] = [
    {
      kind: 'fields',
      rows: [
        ['Authority', facts.name],
        ['Fingerprint', facts.fingerprint],
        ['Public key', facts.publicKey],
      ],
    },
  ];
  if (next.length > 0) blocks.push({ kind: 'next', commands: next });
  return { data: facts, text: blocks, brief: facts.publicKey };
}

export const create: Action = async (input, context) => {
  const { text: name } = input.argument('name');
  const authority = await (await sshAuthorities(context)).create(name, randomBytes);
  return page(authority, [`gridseal key issue ssh-authority DEVICE --issuer ${name}`]);
};

export const rotate: Action = async (input, context) => {
  const authorities = await sshAuthorities(context);
  const old = await authorities.get(input.argument('name').text);
  const next = await authorities.create(input.required('to').text, randomBytes);
  return page(next, [
    `gridseal key issue ssh-authority DEVICE --issuer ${old.name} --issuer ${next.name}`,
    `gridseal key issue ssh-user DEVICE --issuer ${next.name} --principal …`,
    `gridseal key issue ssh-authority DEVICE --issuer ${next.name}`,
  ]);
};

export const show: Action = async (input, context) =>
  page(await (await sshAuthorities(context)).get(input.argument('name').text));

/** Secret files of this kind, whatever ending the store gives them. */
const pattern = /^ssh-authority-([a-z][a-z0-9-]{0,31})(?:\.[a-z]+)?$/;

export const list: Action = async (_input, context) => {
  const files = await namesIn(homePaths(context.home).authorities, '');
  const names = files.flatMap((file) => pattern.exec(file)?.[1] ?? []);
  const authorities = await sshAuthorities(context);
  const found = await Promise.all(names.map(async (name) => factsOf(await authorities.get(name))));
  return {
    data: { authorities: found },
    text:
      found.length === 0
        ? [
            { kind: 'lines', lines: ['This home has no SSH authority yet.'] },
            { kind: 'next', commands: ['gridseal ssh-authority create NAME'] },
          ]
        : [{ kind: 'table', head: ['NAME', 'FINGERPRINT'], rows: found.map((one) => [one.name, one.fingerprint]) }],
    brief: found.map(({ name }) => name),
  };
};

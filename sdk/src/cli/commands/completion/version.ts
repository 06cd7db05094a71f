import { readFile } from 'node:fs/promises';
import type { Action } from '../../framework/command.ts';

export const version: Action = async () => {
  const file = new URL('../../../../package.json', import.meta.url);
  const { version: gridseal } = JSON.parse(await readFile(file, 'utf8')) as { version: string };
  const node = process.versions.node;
  return {
    data: { gridseal, node, openssl: process.versions.openssl },
    text: [{ kind: 'lines', lines: [`gridseal ${gridseal} on Node ${node}`] }],
    brief: gridseal,
  };
};

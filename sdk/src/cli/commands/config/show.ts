import { existsSync } from 'node:fs';
import { NotFoundError } from '../../../errors/index.ts';
import type { Action } from '../../framework/command.ts';
import { flatten, loadConfig } from '../../framework/configFile.ts';
import { settings } from '../../framework/settings.ts';

export const show: Action = async (input, context) => {
  const tree = await loadConfig(context.configFile);
  const flat = flatten(tree);
  const shown = settings.filter(({ key }) => flat.has(key) || input.flag('all'));
  const rows = shown.map(({ key, description }) => {
    const value = flat.get(key)?.join(', ');
    return input.flag('all') ? [key, value ?? { text: '–', tone: 'dim' as const }, description] : [key, value ?? ''];
  });
  const head = input.flag('all') ? ['SETTING', 'VALUE', 'MEANING'] : ['SETTING', 'VALUE'];
  return {
    data: { file: context.configFile, exists: existsSync(context.configFile), settings: tree },
    text:
      rows.length === 0
        ? [{ kind: 'lines', lines: [`Nothing is set in ${context.configFile}.`] }]
        : [{ kind: 'table', head, rows }],
    brief: context.configFile,
  };
};

export const get: Action = async (input, context) => {
  const { text: key } = input.argument('key');
  const values = flatten(await loadConfig(context.configFile)).get(key);
  if (!values)
    throw new NotFoundError('is not set', { field: `config.${key}`, metaMessages: [`File: ${context.configFile}`] });
  return { data: { key, values }, text: [{ kind: 'lines', lines: values }], brief: values };
};

export const where: Action = async (_input, context) => ({
  data: { file: context.configFile, exists: existsSync(context.configFile) },
  text: [{ kind: 'lines', lines: [context.configFile] }],
  brief: context.configFile,
});

export const check: Action = async (_input, context) => {
  const exists = existsSync(context.configFile);
  const tree = await loadConfig(context.configFile);
  const count = flatten(tree).size;
  const line = exists
    ? `${context.configFile} is good: ${count} setting${count === 1 ? '' : 's'}.`
    : `${context.configFile} does not exist: every setting has its default.`;
  return { data: { file: context.configFile, exists, settings: count }, text: [{ kind: 'lines', lines: [line] }] };
};

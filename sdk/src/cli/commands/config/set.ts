import type { Action } from '../../framework/command.ts';
import { flatten, updateConfig } from '../../framework/configFile.ts';
import { UsageError } from '../../framework/errors.ts';
import { findSetting, isList, parseSetting, type Setting } from '../../framework/settings.ts';

export const set: Action = async (input, context) => {
  const { text: key } = input.argument('key');
  const setting = findSetting(key) as Setting;
  const texts = input.arguments('values').map(({ text }) => text);
  if (input.flag('unset') === texts.length > 0) {
    throw new UsageError(texts.length > 0 ? 'takes no value beside --unset' : 'needs a value, or --unset', {
      field: key,
    });
  }
  if (texts.length > 1 && !isList(setting)) throw new UsageError('takes one value', { field: key });
  const value = input.flag('unset') ? null : await parseSetting(setting, texts, key);
  const tree = await updateConfig(context.configFile, new Map([[key, boolean(setting, value)]]));
  const shown = flatten(tree).get(key)?.join(', ');
  return {
    data: { file: context.configFile, key, value: value === null ? null : boolean(setting, value) },
    text: [{ kind: 'lines', lines: [shown === undefined ? `${key} is no longer set.` : `${key} = ${shown}`] }],
  };
};

function boolean<T>(setting: Setting, value: T): T | boolean {
  if (setting.type !== 'boolean' || value === null) return value;
  if (value !== 'true' && value !== 'false') throw new UsageError('has to be true or false', { field: setting.key });
  return value === 'true';
}

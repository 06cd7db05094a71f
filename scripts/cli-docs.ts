import { readFile, writeFile } from 'node:fs/promises';
import { commands, nouns } from '../sdk/src/cli/commands/index.ts';
import type { CommandDefinition, OptionDefinition } from '../sdk/src/cli/framework/command.ts';
import { exitCodes } from '../sdk/src/cli/framework/exitCodes.ts';
import { globalOptions } from '../sdk/src/cli/framework/globalOptions.ts';
import { settings } from '../sdk/src/cli/framework/settings.ts';

/** What this script writes. */
const file = new URL('../docs/cli.md', import.meta.url);

const cell = (text: string): string => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n');

function describe(option: OptionDefinition): string[] {
  const notes = [
    option.required ? 'required' : '',
    option.many ? 'may be repeated' : '',
    option.values ? `one of ${option.values.map((value) => `\`${value}\``).join(', ')}` : '',
  ].filter((note) => note !== '');
  const about = notes.length > 0 ? `${option.description} (${notes.join('; ')})` : option.description;
  const other = [option.variable, option.setting].flatMap((name) => (name ? [`\`${name}\``] : []));
  return [`\`${option.flags}\``, about, other.join(', '), option.preset === undefined ? '' : `\`${option.preset}\``];
}

/** Options that many commands share are listed once, under a name. */
const shared = ['Chain options:', 'IPFS options:', 'Password options:'];

function optionsOf(command: CommandDefinition): string {
  const options = command.options ?? [];
  const own = options.filter(({ group }) => group === undefined || !shared.includes(group));
  const groups = shared.filter((name) => options.some(({ group }) => group === name));
  const links = groups.map(
    (name) => `[${name.toLowerCase().replace(':', '')}](#${name.toLowerCase().replace(':', '').replace(' ', '-')})`,
  );
  const parts = own.length > 0 ? [table(['option', 'meaning', 'also from', 'default'], own.map(describe))] : [];
  if (links.length > 0) parts.push(`Also the ${links.join(', ')}.`);
  return parts.join('\n\n');
}

function sectionOf(command: CommandDefinition): string {
  const words = (command.arguments ?? []).map(({ name }) => name).join(' ');
  const parts = [`### ${command.path}`, (command.description ?? `${command.summary}.`).replace(/\n/g, ' ')];
  parts.push(`\`\`\`\ngridseal ${command.path}${words === '' ? '' : ` ${words}`} [options]\n\`\`\``);
  if (command.arguments) {
    const rows = command.arguments.map(({ name, description, values }) => {
      return [
        `\`${name}\``,
        values ? `${description} (one of ${values.map((value) => `\`${value}\``).join(', ')})` : description,
      ];
    });
    parts.push(table(['argument', 'meaning'], rows));
  }
  const options = optionsOf(command);
  if (options !== '') parts.push(options);
  const examples = command.examples.map(([line, meaning]) => `# ${meaning}\ngridseal ${line}`);
  parts.push(`\`\`\`sh\n${examples.join('\n\n')}\n\`\`\``);
  return parts.join('\n\n');
}

function sharedOptions(name: string): string {
  const seen = new Map<string, OptionDefinition>();
  for (const { options } of commands)
    for (const option of options ?? []) if (option.group === name) seen.set(option.flags, option);
  const rows = [...seen.values()].map(describe);
  return `### ${name.replace(':', '')}\n\n${table(['option', 'meaning', 'also from', 'default'], rows)}`;
}

function overview(): string {
  const rows = commands.map(({ path, summary }) => [`[\`${path}\`](#${path.replaceAll(' ', '-')})`, summary]);
  return table(['command', 'what it does'], rows);
}

/** The whole page. */
export function render(): string {
  const codes = Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning]);
  const keys = settings.map(({ key, type, description }) => [`\`${key}\``, type, description]);
  const top = commands.filter(({ path }) => !path.includes(' '));
  const sections = nouns
    .filter(({ noun }) => !noun.includes(' '))
    .map(({ noun, summary }) => {
      const own = commands.filter(({ path }) => path.startsWith(`${noun} `));
      return `## ${noun}\n\nTo ${summary}.\n\n${own.map(sectionOf).join('\n\n')}`;
    });
  return `${[
    '# The gridseal command',
    'Made from the command itself by `node scripts/cli-docs.ts`; `gridseal <noun> <verb> --help` says the same.',
    overview(),
    '## What every command understands',
    table(['option', 'meaning', 'also from', 'default'], globalOptions.map(describe)),
    'A value comes from the flag; without it from the variable; without that from the configuration file; without that it is the default. Lists in variables are separated by commas. Options without a variable say what one call is about, and are given as flags only.',
    'Results go to stdout, remarks, questions and errors to stderr. With `--json` stdout is one JSON document and nothing else; an error is one JSON document on stderr: `{"code", "field", "message", "hints"}`. Passwords and keys come from files, file descriptors or the terminal, never from the command line.',
    ...shared.map(sharedOptions),
    '### Exit codes',
    table(['code', 'meaning'], codes),
    '### Settings',
    'The configuration file is `config.json` in the home folder: JSON, sections as in the keys. Unknown keys are refused. Nothing secret goes into it.',
    table(['setting', 'type', 'meaning'], keys),
    '## Without a noun',
    ...top.map(sectionOf),
    ...sections,
  ].join('\n\n')}\n`;
}

if (import.meta.main) {
  const wanted = render();
  if (process.argv.includes('--check')) {
    const found = await readFile(file, 'utf8').catch(() => '');
    if (found !== wanted) {
      process.stderr.write('docs/cli.md is not what the command says: run node scripts/cli-docs.ts\n');
      process.exitCode = 1;
    }
  } else await writeFile(file, wanted);
}

import type { Action, CommandDefinition, OptionDefinition } from '../../framework/command.ts';
import { globalOptions } from '../../framework/globalOptions.ts';
import { longName, takesValue } from '../../framework/input.ts';

/** What a shell has to know of one command. */
interface Entry {
  readonly path: string;
  readonly summary: string;
  readonly options: readonly OptionDefinition[];
  readonly values: readonly string[];
}

function entriesOf(commands: readonly CommandDefinition[]): Entry[] {
  return commands.map((command) => ({
    path: command.path,
    summary: command.summary,
    options: [...(command.options ?? []), ...globalOptions],
    values: command.arguments?.[0]?.values ?? [],
  }));
}

const flagsOf = (entry: Entry): string => [...entry.options.map(({ flags }) => longName(flags)), '--help'].join(' ');

const topWords = (entries: readonly Entry[]) => [...new Set(entries.map(({ path }) => path.split(' ')[0] as string))];

const verbsOf = (entries: readonly Entry[], noun: string) =>
  entries.filter(({ path }) => path.startsWith(`${noun} `)).map(({ path }) => path.split(' ')[1] as string);

function bash(entries: readonly Entry[]): string {
  const nouns = topWords(entries);
  const verbs = nouns.filter((noun) => verbsOf(entries, noun).length > 0);
  const valued = new Map(
    entries.flatMap(({ options }) => options.filter((o) => o.values).map((o) => [longName(o.flags), o.values])),
  );
  const withValue = [
    ...new Set(entries.flatMap(({ options }) => options.filter(takesValue).map(({ flags }) => longName(flags)))),
  ];
  return `# gridseal completion for bash
_gridseal() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=() i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${withValue.join('|')}) ((i++)) ;;
      -*) ;;
      *) words+=("\${COMP_WORDS[i]}") ;;
    esac
  done
  case $previous in
${[...valued].map(([flag, values]) => `    ${flag}) COMPREPLY=($(compgen -W '${values?.join(' ')}' -- "$current")); return ;;`).join('\n')}
    ${withValue.filter((flag) => !valued.has(flag)).join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  local path="\${words[0]} \${words[1]}" options='' values=''
  case $path in
${entries
  .map(
    (entry) =>
      `    '${entry.path}${entry.path.includes(' ') ? '' : ' '}'*) options='${flagsOf(entry)}'; values='${entry.values.join(' ')}' ;;`,
  )
  .join('\n')}
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "\${options:-${globalOptions.map(({ flags }) => longName(flags)).join(' ')} --help}" -- "$current")); return; fi
  if [[ \${#words[@]} -eq 0 ]]; then COMPREPLY=($(compgen -W '${nouns.join(' ')}' -- "$current")); return; fi
  if [[ \${#words[@]} -eq 1 ]]; then
    case \${words[0]} in
${verbs.map((noun) => `      ${noun}) COMPREPLY=($(compgen -W '${verbsOf(entries, noun).join(' ')}' -- "$current")); return ;;`).join('\n')}
    esac
  fi
  if [[ -n $values ]]; then COMPREPLY=($(compgen -W "$values" -- "$current")); else COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _gridseal gridseal
`;
}

/** Text between single quotes of zsh and fish. */
const quote = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&').replace(/'/g, "'\\''");

function zshOption(option: OptionDefinition): string {
  const flag = longName(option.flags);
  const values = option.values ? `:value:(${option.values.join(' ')})` : ':value:_files';
  const many = option.many ? '\\*' : '';
  return `${many}'${flag}${takesValue(option) ? '=' : ''}[${zshText(option.description)}]${takesValue(option) ? values : ''}'`;
}

function zsh(entries: readonly Entry[]): string {
  const nouns = topWords(entries);
  const words = (list: readonly string[]) => list.map(quote).join(' ');
  const cases = entries.map((entry) => {
    const rest = entry.values.length > 0 ? `'1:value:(${entry.values.join(' ')})'` : "'*:file:_files'";
    return `    ${quote(entry.path)}) _arguments ${entry.options.map(zshOption).join(' ')} ${rest} ;;`;
  });
  const verbs = nouns
    .filter((noun) => verbsOf(entries, noun).length > 0)
    .map((noun) => `      ${noun}) compadd -- ${words(verbsOf(entries, noun))}; return ;;`);
  return `#compdef gridseal
# gridseal completion for zsh
_gridseal() {
  if (( CURRENT == 2 )); then compadd -- ${words(nouns)}; return; fi
  if (( CURRENT == 3 )); then
    case $words[2] in
${verbs.join('\n')}
    esac
  fi
  local command="$words[2] $words[3]" skip=2
  case $words[2] in
    ${entries
      .filter(({ path }) => !path.includes(' '))
      .map(({ path }) => path)
      .join('|')}) command=$words[2]; skip=1 ;;
  esac
  shift $skip words; (( CURRENT -= skip ))
  case $command in
${cases.join('\n')}
  esac
}
compdef _gridseal gridseal
`;
}

function fishOption(entry: Entry, option: OptionDefinition): string {
  const condition = `__gridseal_at ${entry.path}`;
  const value = !takesValue(option) ? '' : option.values ? ` -x -a ${quote(option.values.join(' '))}` : ' -r';
  return `complete -c gridseal -n ${quote(condition)} -l ${longName(option.flags).slice(2)}${value} -d ${quote(option.description)}`;
}

function fish(entries: readonly Entry[]): string {
  const nouns = topWords(entries);
  const lines = [
    '# gridseal completion for fish',
    'function __gridseal_at',
    "  set -l words (string match -v -- '-*' (commandline -opc))[2..-1]",
    '  test (count $words) -ge (count $argv); and test "$words[1..'.concat('(count $argv)]" = "$argv"'),
    'end',
    'function __gridseal_count',
    "  test (count (string match -v -- '-*' (commandline -opc))) -eq $argv[1]",
    'end',
    `complete -c gridseal -f -n '__gridseal_count 1' -a ${quote(nouns.join(' '))}`,
  ];
  for (const noun of nouns) {
    for (const entry of entries.filter(({ path }) => path.startsWith(`${noun} `))) {
      const verb = entry.path.split(' ')[1] as string;
      const condition = `__gridseal_count 2; and __gridseal_at ${noun}`;
      lines.push(`complete -c gridseal -f -n ${quote(condition)} -a ${verb} -d ${quote(entry.summary)}`);
    }
  }
  for (const entry of entries) {
    for (const option of entry.options) lines.push(fishOption(entry, option));
    if (entry.values.length === 0) continue;
    lines.push(
      `complete -c gridseal -f -n ${quote(`__gridseal_at ${entry.path}`)} -a ${quote(entry.values.join(' '))}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

export const completion: Action = async (input, context) => {
  const shell = input.argument('shell').text as 'bash' | 'zsh' | 'fish';
  const script = { bash, zsh, fish }[shell](entriesOf(context.commands));
  return { data: { shell, script }, text: [{ kind: 'verbatim', text: script }] };
};

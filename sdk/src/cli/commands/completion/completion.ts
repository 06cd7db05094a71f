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

/** What may follow each beginning of a command: '' → nouns, 'key' → its verbs, 'key issue' → what can be issued. */
function followers(entries: readonly Entry[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { path } of entries) {
    const words = path.split(' ');
    words.forEach((word, i) => {
      const before = words.slice(0, i).join(' ');
      const list = found.get(before) ?? [];
      if (!list.includes(word)) list.push(word);
      found.set(before, list);
    });
  }
  return found;
}

function bash(entries: readonly Entry[]): string {
  const options = entries.flatMap((entry) => entry.options);
  const valued = new Map(options.filter((o) => o.values).map((o) => [longName(o.flags), o.values]));
  const withValue = [...new Set(options.filter(takesValue).map(({ flags }) => longName(flags)))];
  const free = withValue.filter((flag) => !valued.has(flag));
  const globals = globalOptions.map(({ flags }) => longName(flags)).join(' ');
  const complete = (words: string) => `COMPREPLY=($(compgen -W '${words}' -- "$current"))`;
  return `# gridseal completion for bash
_gridseal() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=() i path='' next='' options='' values=''
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${withValue.join('|')}) ((i++)) ;;
      -*) ;;
      *) words+=("\${COMP_WORDS[i]}") ;;
    esac
  done
  case $previous in
${[...valued].map(([flag, values]) => `    ${flag}) ${complete(values?.join(' ') ?? '')}; return ;;`).join('\n')}
    ${free.join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "\${words[*]}" in
${[...followers(entries)].map(([before, words]) => `    '${before}') next='${words.join(' ')}' ;;`).join('\n')}
  esac
  case "\${words[*]} " in
${entries.map((entry) => `    '${entry.path} '*) options='${flagsOf(entry)}'; values='${entry.values.join(' ')}' ;;`).join('\n')}
  esac
  if [[ $current == -* ]]; then COMPREPLY=($(compgen -W "\${options:-${globals} --help}" -- "$current"))
  elif [[ -n $next ]]; then COMPREPLY=($(compgen -W "$next" -- "$current"))
  elif [[ -n $values ]]; then COMPREPLY=($(compgen -W "$values" -- "$current"))
  else COMPREPLY=($(compgen -f -- "$current")); fi
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
  const all = followers(entries);
  const nexts = [...all].map(
    ([before, words]) => `    ${quote(before)}) compadd -- ${words.map(quote).join(' ')}; return ;;`,
  );
  const cases = entries.map((entry) => {
    const rest = entry.values.length > 0 ? `'1:value:(${entry.values.join(' ')})'` : "'*:file:_files'";
    return `    ${quote(`${entry.path} `)}*) skip=${entry.path.split(' ').length}; arguments=(${entry.options.map(zshOption).join(' ')} ${rest}) ;;`;
  });
  return `#compdef gridseal
# gridseal completion for zsh
_gridseal() {
  local skip=0 arguments=()
  case "\${(j: :)words[2,CURRENT-1]}" in
${nexts.join('\n')}
  esac
  case "\${(j: :)words[2,CURRENT-1]} " in
${cases.join('\n')}
  esac
  shift $skip words; (( CURRENT -= skip ))
  (( $#arguments )) && _arguments $arguments
}
compdef _gridseal gridseal
`;
}

function fishOption(entry: Entry, option: OptionDefinition): string {
  const value = !takesValue(option) ? '' : option.values ? ` -x -a ${quote(option.values.join(' '))}` : ' -r';
  const flag = longName(option.flags).slice(2);
  return `complete -c gridseal -n '__gridseal_at ${entry.path}' -l ${flag}${value} -d ${quote(option.description)}`;
}

function fish(entries: readonly Entry[]): string {
  const lines = [
    '# gridseal completion for fish',
    'function __gridseal_words',
    "  string match -v -- '-*' (commandline -opc)[2..-1]",
    'end',
    'function __gridseal_at',
    '  set -l words (__gridseal_words)',
    '  test (count $words) -ge (count $argv); or return 1',
    '  test "$words[1..'.concat('(count $argv)]" = "$argv"'),
    'end',
    'function __gridseal_is',
    '  set -l words (__gridseal_words)',
    '  test "$words" = "$argv"',
    'end',
    'complete -c gridseal -f',
  ];
  for (const [before, words] of followers(entries)) {
    for (const word of words) {
      const summary = entries.find(({ path }) => path === `${before} ${word}`.trim())?.summary;
      const about = summary === undefined ? '' : ` -d ${quote(summary)}`;
      lines.push(`complete -c gridseal -n '__gridseal_is ${before}' -a ${word}${about}`);
    }
  }
  for (const entry of entries) {
    for (const option of entry.options) lines.push(fishOption(entry, option));
    if (entry.values.length === 0) lines.push(`complete -c gridseal -n '__gridseal_at ${entry.path}' -F`);
    else lines.push(`complete -c gridseal -n '__gridseal_at ${entry.path}' -a ${quote(entry.values.join(' '))}`);
  }
  return `${lines.join('\n')}\n`;
}

export const completion: Action = async (input, context) => {
  const shell = input.argument('shell').text as 'bash' | 'zsh' | 'fish';
  const script = { bash, zsh, fish }[shell](entriesOf(context.commands));
  return { data: { shell, script }, text: [{ kind: 'verbatim', text: script }] };
};

/** Every exit status of the command: the one table, from which help and docs/cli.md are made. */
export const exitCodes = {
  ok: { code: 0, meaning: 'done' },
  bug: { code: 1, meaning: 'an internal error: a bug of ours' },
  usage: { code: 2, meaning: 'wrong usage: an unknown command or option, a missing argument' },
  input: { code: 3, meaning: 'bad input: a value or a file that does not have the form that it should have' },
  verification: { code: 4, meaning: 'verification failed, or not trusted' },
  network: { code: 5, meaning: 'a network peer (RPC endpoint, IPFS node) did not answer, or answered nonsense' },
  notFound: { code: 6, meaning: 'nothing has the name, id or address that was asked for' },
  refused: { code: 7, meaning: 'refused by the chain, or by the other party or node of a charging network' },
  file: { code: 8, meaning: 'the file system refused, or a file is missing or readable by others' },
  configuration: { code: 9, meaning: 'a setting is missing or wrong' },
  notConfirmed: { code: 10, meaning: 'a question was answered with no, or could not be asked' },
  interrupted: { code: 130, meaning: 'ended by SIGINT (Ctrl-C)' },
  terminated: { code: 143, meaning: 'ended by SIGTERM, but for programs that end so in good order (status 0)' },
} as const;

export type ExitName = keyof typeof exitCodes;

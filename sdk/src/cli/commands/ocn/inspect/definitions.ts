import type { CommandDefinition } from '../../../framework/command.ts';
import { chainOptions } from '../../shared/options.ts';

export const inspectCommands: readonly CommandDefinition[] = [
  {
    path: 'ocn inspect',
    summary: 'take the signature of a message apart, verify it, and say which field broke',
    description: `Reads HTTP as text (a request, or what curl -i shows), HAR files, JSON ({"method", "path", "headers", "body"}, or a list of those), or a
signature alone. Says who signed, what nodes have rewritten, what is covered, and, if it does not verify, where the message differs
from what was signed. A response that has no request line is held against the request before it, or --method and --path.

With a chain configured, the node registry says whether the signer may speak for the sender. The exit code is 4 unless everything
verifies; also for a message that has values which nobody signed, or of which too little is known.`,
    arguments: [
      { name: '[messages...]', description: 'files with messages; without any, stdin (-)', completes: 'file' },
    ],
    options: [
      { flags: '--signature <text>', description: 'the signature, if it is not in the message' },
      { flags: '--method <word>', description: 'of the request, where the recorded message does not say it' },
      {
        flags: '--path <path>',
        description: 'of the request, with its query, where the recorded message does not say it',
      },
      {
        flags: '--sent <file>',
        description: 'the message as its sender has it: shows every difference',
        completes: 'file',
      },
      { flags: '--at <time>', description: 'as if it were this time; without it, when it was recorded, or now' },
      { flags: '--effort <MiB>', description: 'how much is hashed in search of what was changed', preset: '64' },
      { flags: '--network <network>', description: 'what signatures of version 2 have to name: eip155:CHAIN:REGISTRY' },
      { flags: '--offline', description: 'ask no chain who the signers are' },
      ...chainOptions,
    ],
    examples: [
      ['ocn inspect request.http', 'a request as it was recorded'],
      ['ocn inspect - --path /ocpi/sender/2.2.1/tokens --method GET', 'what curl -i has shown, from stdin'],
      ['ocn inspect session.har --json', 'everything that a proxy has recorded'],
      ['ocn inspect received.http --sent sent.http', 'where two copies of a message part'],
    ],
    load: async () => (await import('./inspect.ts')).inspect,
  },
];

import type { CommandDefinition } from '../../framework/command.ts';
import { dryRunOption, ipfsOptions } from '../shared/options.ts';

export const ipfsCommands: readonly CommandDefinition[] = [
  {
    path: 'ipfs status',
    summary: 'show the IPFS nodes: version, size, reachability',
    options: ipfsOptions,
    examples: [['ipfs status --ipfs-rpc http://127.0.0.1:5001', 'one node']],
    load: async () => (await import('./status.ts')).status,
  },
  {
    path: 'ipfs gc',
    summary: 'remove what is not pinned from the IPFS nodes',
    options: [dryRunOption, ...ipfsOptions],
    examples: [['ipfs gc --yes', 'all configured nodes, without a question']],
    load: async () => (await import('./status.ts')).gc,
  },
  {
    path: 'ipfs add',
    summary: 'write a file to the IPFS nodes and pin it',
    arguments: [{ name: '<file>', description: 'the file (- is stdin)', completes: 'file' }],
    options: [{ flags: '--raw', description: 'as one raw block, at most 1 MiB' }, dryRunOption, ...ipfsOptions],
    examples: [
      ['ipfs add notes.pdf', 'prints its CID and digest'],
      ['ipfs add --dry-run notes.pdf', 'only computes them'],
    ],
    load: async () => (await import('./content.ts')).add,
  },
  {
    path: 'ipfs cat',
    summary: 'read content from IPFS and verify it',
    description: 'Reads content from IPFS. Every block is checked against its digest, whoever delivered it.',
    arguments: [
      { name: '<cid>', description: 'a CIDv1, or CID/path within a directory, or the 0x digest of a raw block' },
    ],
    options: [
      { flags: '--max-bytes <number>', description: 'refuse more than this', preset: '16777216' },
      { flags: '--out <file>', description: 'write to a file instead of stdout', completes: 'file' },
      ...ipfsOptions,
    ],
    examples: [
      ['ipfs cat bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku', 'to stdout'],
      ['ipfs cat <cid>/station-7 --out envelope.bin', 'a file of a directory'],
    ],
    load: async () => (await import('./content.ts')).cat,
  },
];

import { snapshot } from '../../../chain/index.ts';
import type { Action } from '../../framework/command.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import type { Cell } from '../../framework/page.ts';
import { formatTime, toDuration } from '../../framework/values.ts';
import { reportContracts, reportEndpoint } from '../shared/endpointReports.ts';
import { openChain, rpcUrls } from '../shared/openChain.ts';

export const status: Action = async (input, context) => {
  const chain = await openChain(input);
  const timeoutMs = toDuration(input.required('chainTimeout')) * 1_000;
  const urls = rpcUrls(input);
  const endpoints = await Promise.all(urls.map((url) => reportEndpoint(url, chain, timeoutMs, context.signal)));
  const { head, settled } = await snapshot(chain, [], { depth: 'head', signal: context.signal });
  const contracts = await reportContracts(chain, context.signal);
  const skew = Math.round(context.now() / 1000) - head.timestamp;
  const complete = contracts.every(({ present, possible }) => present || !possible);
  return {
    data: {
      chainId: chain.chainId,
      head,
      settled,
      agreement: chain.rpc.agreement,
      secondsBehindClock: skew,
      endpoints,
      contracts,
    },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Chain', chain.chainId],
          ['Head', `${head.number}, ${formatTime(head.timestamp)}, ${skew} s behind this clock`],
          ['Settled', `${settled.number} (finality ${chain.finality})`],
          ['Agreement', `${chain.rpc.agreement} of ${urls.length} endpoints`],
        ],
      },
      {
        kind: 'table',
        head: ['ENDPOINT', 'STATE', 'HEAD'],
        rows: endpoints.map(({ url, ok, head: seen, problem }) => [
          url,
          ok ? { text: 'up', tone: 'good' } : { text: problem ?? 'down', tone: 'bad' },
          seen ?? '',
        ]),
      },
      {
        kind: 'table',
        head: ['CONTRACT', 'ADDRESS', 'CODE'],
        rows: contracts.map(({ name, address, present, possible, codeHash }) => [
          name,
          address,
          present ? `${codeHash?.slice(0, 18)}…` : missing(possible),
        ]),
      },
    ],
    brief: String(head.number),
    exitCode: complete ? exitCodes.ok.code : exitCodes.notFound.code,
  };
};

const missing = (possible: boolean): Cell =>
  possible ? { text: 'missing', tone: 'bad' } : { text: 'the chain’s rules are too old for it', tone: 'dim' };

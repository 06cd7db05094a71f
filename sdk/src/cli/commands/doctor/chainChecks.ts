import { type Chain, snapshot, viewCall } from '../../../chain/index.ts';
import { BaseError, ConfigurationError } from '../../../errors/index.ts';
import { keyAnnouncementsAbi, quorumRegistryAbi } from '../../../generated/index.ts';
import { domainSeparatorOf } from '../../../quorum/index.ts';
import type { Context } from '../../framework/context.ts';
import type { Input } from '../../framework/input.ts';
import { formatTime, toDuration } from '../../framework/values.ts';
import { type ContractReport, reportContracts, reportEndpoint } from '../shared/endpointReports.ts';
import { openChain, rpcUrls } from '../shared/openChain.ts';
import { type Finding, ok, problem, skipped, warning } from './finding.ts';

/** Credentials and announcements expire by block time: a clock that is further off misleads people and deadlines. */
const maxSkewSeconds = 120;

const say = (error: unknown): string => {
  if (error instanceof BaseError)
    return error.metaMessages.length > 0 ? `${error.shortMessage}: ${error.metaMessages[0]}` : error.shortMessage;
  throw error;
};

async function checkEndpoints(chain: Chain, input: Input, context: Context): Promise<Finding[]> {
  const timeoutMs = toDuration(input.required('chainTimeout')) * 1_000;
  const urls = rpcUrls(input);
  const reports = await Promise.all(urls.map((url) => reportEndpoint(url, chain, timeoutMs, context.signal)));
  const findings = reports.map(({ url, ok: up, head, problem: why }, i) =>
    up
      ? ok(`RPC ${i + 1}`, `${url}: block ${head}`)
      : problem(
          `RPC ${i + 1}`,
          `${url}: ${why}`,
          'Check the URL and the chain id, or take it out: gridseal config set chain.rpcUrls …',
        ),
  );
  if (urls.length < 2) {
    const hint = 'Add a second one of another operator: what a single endpoint says cannot be checked.';
    findings.push(
      chain.chainId === 31_337
        ? ok('RPC agreement', 'one endpoint, on a local chain')
        : warning('RPC agreement', 'only one endpoint', hint),
    );
  }
  return findings;
}

async function checkHead(chain: Chain, input: Input, context: Context): Promise<Finding[]> {
  try {
    const { head } = await snapshot(chain, [], { depth: 'head', signal: context.signal });
    const skew = Math.round(context.now() / 1_000) - head.timestamp;
    const detail = `block ${head.number} of ${formatTime(head.timestamp)}, ${Math.abs(skew)} s ${skew < 0 ? 'ahead of' : 'behind'} this clock`;
    const agreed =
      rpcUrls(input).length > 1 ? [ok('RPC agreement', `${chain.rpc.agreement} agree on block ${head.number}`)] : [];
    if (skew < -maxSkewSeconds)
      return [...agreed, problem('clock', detail, 'Set this machine’s clock (NTP): it is behind block time.')];
    if (skew > maxSkewSeconds && chain.chainId !== 31_337) {
      return [
        ...agreed,
        warning('clock', detail, 'The chain stands still, the endpoints are stale, or this clock is ahead.'),
      ];
    }
    return [...agreed, ok('clock', detail)];
  } catch (error) {
    return [
      problem(
        'RPC agreement',
        say(error),
        'Nothing is believed until enough endpoints agree: replace the one that is wrong.',
      ),
    ];
  }
}

/** A chain may do without verifiers: then the keys that they check approve nothing on it; and without an Open Charging Network. */
function otherFinding({ name, address, present, possible }: ContractReport): Finding {
  if (present) return ok(`contract ${name}`, address);
  if (name === 'nodeRegistry') {
    const hint =
      'Only the Open Charging Network needs it: set chain.nodeRegistry, or deploy: npm run deploy -- --network NAME';
    return warning(`contract ${name}`, `there is no code at ${address}`, hint);
  }
  const hint = possible
    ? 'Keys that it verifies approve nothing on this chain until it is deployed: npm run deploy -- --network NAME'
    : 'The rules of this chain are too old for it: keys that it verifies approve nothing here.';
  return warning(`contract ${name}`, 'is not on this chain', hint);
}

/** A contract that gives the domain separator that we compute is one of ours, made for this chain and address. */
async function checkContracts(chain: Chain, context: Context): Promise<Finding[]> {
  try {
    const reports = await reportContracts(chain, context.signal);
    const isOther = ({ name }: ContractReport) => name !== 'quorumRegistry' && name !== 'keyAnnouncements';
    const missing = reports.filter((report) => !report.present && !isOther(report));
    if (missing.length > 0) {
      const hint = 'Check the addresses and the chain, or deploy: npm run deploy -- --network NAME';
      return missing.map(({ name, address }) => problem(`contract ${name}`, `there is no code at ${address}`, hint));
    }
    const { quorumRegistry, keyAnnouncements } = chain.addresses;
    const calls = [
      viewCall(quorumRegistry, quorumRegistryAbi, 'domainSeparator', []),
      viewCall(keyAnnouncements, keyAnnouncementsAbi, 'domainSeparator', []),
      viewCall(keyAnnouncements, keyAnnouncementsAbi, 'REGISTRY', []),
    ] as const;
    const { results } = await snapshot(chain, calls, { depth: 'head', signal: context.signal });
    const expected = [
      domainSeparatorOf('QuorumRegistry', chain.chainId, quorumRegistry),
      domainSeparatorOf('KeyAnnouncements', chain.chainId, keyAnnouncements),
    ];
    const registry = results[2];
    if (registry.toLowerCase() !== quorumRegistry.toLowerCase()) {
      const hint = 'Set the two addresses of one deployment: quorums announce through the registry that it names.';
      return [problem('contract keyAnnouncements', `asks another registry, ${registry}`, hint)];
    }
    const contracts = (['quorumRegistry', 'keyAnnouncements'] as const).map((name, i) =>
      results[i] === expected[i]
        ? ok(`contract ${name}`, chain.addresses[name])
        : problem(
            `contract ${name}`,
            'has another signing domain than this version',
            'Check the address: this is another contract.',
          ),
    );
    return [...contracts, ...reports.filter(isOther).map(otherFinding)];
  } catch (error) {
    return [problem('contracts', say(error), 'Check chain.quorumRegistry and chain.keyAnnouncements.')];
  }
}

/** Everything about the chain; one finding if it is not set up. */
export async function checkChain(input: Input, context: Context): Promise<Finding[]> {
  let chain: Chain;
  try {
    chain = await openChain(input);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return [skipped('chain', error.shortMessage, error.metaMessages[0] ?? '')];
  }
  const endpoints = await checkEndpoints(chain, input, context);
  if (endpoints.filter(({ check, state }) => /^RPC \d/.test(check) && state === 'ok').length < chain.rpc.agreement)
    return endpoints;
  return [...endpoints, ...(await checkHead(chain, input, context)), ...(await checkContracts(chain, context))];
}

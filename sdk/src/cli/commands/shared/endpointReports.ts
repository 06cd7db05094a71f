import { fromHex, type Hex, isHex } from '../../../bytes/index.ts';
import { type Chain, type ChainAddresses, chainTime, createChain, rulesOf, runsUnder } from '../../../chain/index.ts';
import { keccak256Hex } from '../../../crypto/index.ts';
import { BaseError } from '../../../errors/index.ts';

/** What one endpoint says of itself. `url` is without credentials, path and query. */
export interface EndpointReport {
  readonly url: string;
  readonly ok: boolean;
  readonly head: number | null;
  readonly timestamp: number | null;
  readonly problem: string | null;
}

/** Scheme and host: what may be shown of an endpoint, as some keep keys in the path. */
export const originOf = (url: string): string => new URL(url).origin;

/** Asks one endpoint alone for its head; also tells whether it serves the right chain. */
export async function reportEndpoint(
  url: string,
  like: Chain,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<EndpointReport> {
  try {
    const alone = createChain({
      chainId: like.chainId,
      rpcUrls: [url],
      addresses: like.addresses,
      finality: 0,
      timeoutMs,
    });
    const { number, timestamp } = await chainTime(alone, signal);
    return { url: originOf(url), ok: true, head: number, timestamp, problem: null };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const problem = error.metaMessages[0]?.replace(/^rpc \d+ \([^)]*\):? ?/, '') ?? error.shortMessage;
    return { url: originOf(url), ok: false, head: null, timestamp: null, problem };
  }
}

export interface ContractReport {
  readonly name: keyof ChainAddresses;
  readonly address: Hex;
  readonly present: boolean;
  /** False if it is not there because the rules of the chain are too old for its code. */
  readonly possible: boolean;
  /** keccak256 of the code. */
  readonly codeHash: Hex | null;
}

/** Whether there is code at each address, agreed on by the endpoints. */
export async function reportContracts(chain: Chain, signal: AbortSignal): Promise<ContractReport[]> {
  const names = Object.keys(chain.addresses) as (keyof ChainAddresses)[];
  const entries = names.flatMap((name) => {
    const address = chain.addresses[name];
    return address === undefined ? [] : [{ name, address }];
  });
  const questions = entries.map(({ address }) => ({ call: { method: 'eth_getCode', params: [address, 'latest'] } }));
  const answers = await chain.rpc.agree('the code of the contracts', questions, signal);
  const codes = answers.map((answer) => ('value' in answer && isHex(answer.value) ? answer.value : '0x'));
  const rules = codes.includes('0x') ? await rulesOf(chain, signal) : 'cancun';
  return entries.map(({ name, address }, i) => {
    const code = codes[i] ?? '0x';
    const present = code !== '0x';
    const possible = present || runsUnder(rules, name);
    return { name, address, present, possible, codeHash: present ? keccak256Hex(fromHex(code)) : null };
  });
}

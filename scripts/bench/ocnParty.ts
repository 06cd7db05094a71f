// A party of the measurement in a process of its own: a back office that joins its node, sends or answers, signs and verifies everything.
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { changeRegistry, networkOf } from '../../sdk/src/chain/index.ts';
import {
  headersOf,
  join,
  type Member,
  type Network,
  type NodeFiles,
} from '../../sdk/src/roles/ocnNode/server/nodeProcess.fixtures.ts';
import { testAccount } from '../../test/support/anvil.ts';
import { chainOn, patient } from '../../test/support/localChain.ts';
import { endWith } from './lifetime.ts';
import { percentile } from './measurement.ts';
import {
  accounts,
  answerBody,
  answerMessage,
  assertLinks,
  check,
  cpoId,
  emspId,
  requestMessage,
  signAs,
  tokenBody,
  tokenPath,
} from './ocnExchange.ts';

/** What the measuring process tells a party to do. */
export type Order =
  | { readonly do: 'join'; readonly as: 'cpo' | 'emsp'; readonly rpcUrl: string; readonly node: NodeFiles }
  | { readonly do: 'closed'; readonly concurrency: number; readonly seconds: number }
  | { readonly do: 'count'; readonly concurrency: number; readonly messages: number }
  | { readonly do: 'open'; readonly perSecond: number; readonly seconds: number };

/** What it answers. Latencies are milliseconds. */
export interface Done {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly error?: string;
}

interface Joined {
  readonly member: Member;
  readonly network: string;
  readonly node: NodeFiles;
}

const agent = new Agent({ keepAlive: true, maxSockets: 128 });
let joined: Joined;
let counter = 0;

async function joinNode({ as, rpcUrl, node }: Order & { readonly do: 'join' }): Promise<void> {
  const chain = chainOn([rpcUrl], 31_337, patient);
  const network = {
    change: (account: number, change: Parameters<Network['change']>[1]) =>
      changeRegistry(chain, testAccount(account), change),
  } as Network;
  const isCpo = as === 'cpo';
  const member = await join(network, node, accounts[as], isCpo ? cpoId : emspId, isCpo ? 'CPO' : 'EMSP');
  joined = { member, network: networkOf(chain), node };
  if (isCpo) answerTokens(joined);
}

function answerTokens({ member, network }: Joined): void {
  const path = `/ocpi/2.2.1/tokens${tokenPath}`;
  member.platform.handlers.set(path, (request, response) => {
    member.platform.seen.length = 0;
    const header = String(request.headers['ocn-signature']);
    const ids = {
      requestId: String(request.headers['x-request-id']),
      correlationId: String(request.headers['x-correlation-id']),
    };
    const received = requestMessage(network, path, ids, Buffer.from(request.body));
    const work = async () => {
      assertLinks(await check(header, received, accounts.emsp), 2);
      return signAs(answerMessage(received), accounts.cpo);
    };
    work().then(
      (signature) =>
        response.writeHead(200, { 'content-type': 'application/json', 'ocn-signature': signature }).end(answerBody),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
}

function put(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array) {
  return new Promise<{ status: number; signature: string; body: Buffer }>((resolve, reject) => {
    const options = { method: 'PUT', agent, headers: { ...headers, 'content-length': String(body.length) } };
    const request = httpRequest(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          signature: String(response.headers['ocn-signature']),
          body: Buffer.concat(chunks),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** One message, from the provider's signature to the verified answer of the operator. @returns Milliseconds since `begun`. */
async function oneMessage(begun = performance.now()): Promise<number> {
  const { member, network, node } = joined;
  const requestId = `bench-${process.pid}-${counter++}`;
  const path = `/ocpi/receiver/2.2.1/tokens${tokenPath}`;
  const message = requestMessage(network, path, { requestId, correlationId: `of-${requestId}` });
  const headers = headersOf(member, { id: cpoId }, requestId);
  const signature = await signAs(message, accounts.emsp);
  const answer = await put(`${node.url}${path}`, { ...headers, 'OCN-Signature': signature }, tokenBody);
  if (answer.status !== 200) throw new Error(`HTTP ${answer.status}: ${answer.body.toString().slice(0, 500)}`);
  if ((JSON.parse(answer.body.toString()) as { status_code: number }).status_code !== 1_000) {
    throw new Error(answer.body.toString().slice(0, 500));
  }
  assertLinks(await check(answer.signature, answerMessage(message, answer.body), accounts.cpo), 2);
  return performance.now() - begun;
}

/** As many at a time as said, until there is no more to do. */
async function closedLoop(concurrency: number, goesOn: (made: number) => boolean): Promise<Done> {
  const begun = performance.now();
  let made = 0;
  const samples: number[] = [];
  const worker = async () => {
    while (goesOn(made)) {
      made += 1;
      const took = await oneMessage();
      if (samples.length < 50_000) samples.push(took);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return summary(made, (performance.now() - begun) / 1_000, samples);
}

/** Messages begin when it is their time, whether others are back or not, and their latency counts from then: nothing is left out. */
async function openLoop(perSecond: number, seconds: number): Promise<Done> {
  const begun = performance.now();
  const total = Math.floor(perSecond * seconds);
  const running: Promise<number>[] = [];
  for (let n = 0; n < total; n++) {
    const due = begun + (n * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    running.push(oneMessage(due));
  }
  return summary(total, seconds, await Promise.all(running));
}

function summary(count: number, seconds: number, samples: readonly number[]): Done {
  return { count, perSecond: count / seconds, p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) };
}

function obey(order: Order): Promise<Done | undefined> {
  switch (order.do) {
    case 'join':
      return joinNode(order).then(() => undefined);
    case 'closed': {
      const until = performance.now() + order.seconds * 1_000;
      return closedLoop(order.concurrency, () => performance.now() < until);
    }
    case 'count':
      return closedLoop(order.concurrency, (made) => made < order.messages);
    case 'open':
      return openLoop(order.perSecond, order.seconds);
  }
}

endWith(process);
process.on('message', (order: Order) => {
  obey(order).then(
    (done) => process.send?.(done ?? { count: 0, perSecond: 0, p50: 0, p99: 0 }),
    (error: Error) => process.send?.({ count: 0, perSecond: 0, p50: 0, p99: 0, error: error.stack ?? error.message }),
  );
});
process.send?.({ ready: true });

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromHex, type Hex } from '../../../bytes/index.ts';
import type { Signer } from '../../../crypto/index.ts';
import { NodeMessageBody } from '../../../ocn/message/index.ts';
import { NodeMessage, type SignatureV2 } from '../../../ocn/signature/index.ts';
import { network, type TestNode } from './network.fixtures.ts';
import { signRequest, type TestParty } from './party.fixtures.ts';

export const seconds = () => Math.floor(Date.now() / 1_000);
let counter = 0;

/** A message as a node of version 2 writes it, from one party to another; what is given is said instead. */
export function messageOf(
  from: TestParty,
  to: TestParty,
  node: TestNode,
  more: Partial<NodeMessageBody.NodeMessageBody> = {},
): NodeMessageBody.NodeMessageBody {
  counter += 1;
  return {
    version: '2.2.1',
    module: 'tariffs',
    role: 'SENDER',
    method: 'GET',
    path: '',
    query: [],
    from: from.id,
    to: to.id,
    requestId: `hostile-${counter}`,
    correlationId: `hostile-${counter}`,
    signature: null,
    body: null,
    proxyUid: null,
    proxyResource: null,
    envelope: {
      to: node.operator,
      issued: seconds(),
      expires: seconds() + 60,
      id: `envelope-of-tests-${counter}`,
      copyOf: null,
    },
    ...more,
  };
}

/** The message with its party's own signature. */
export async function signedBy(
  party: TestParty,
  message: NodeMessageBody.NodeMessageBody,
  path: string,
  version: 'v1' | 'v2' = 'v2',
) {
  const { method, requestId, correlationId, from, to, body } = message;
  const idOf = (one: typeof from) => ({ countryCode: one.country_code, partyId: one.party_id });
  const said: SignatureV2.MessageV2 = {
    network,
    ...{ method, path, requestId, correlationId },
    from: idOf(from),
    to: idOf(to),
    body: body ?? new Uint8Array(0),
  };
  return { ...message, signature: await signRequest(party, said, version) };
}

/** Sends bytes to a node with the signature of somebody. */
export async function post(
  node: TestNode,
  signer: Signer,
  message: NodeMessageBody.NodeMessageBody | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
) {
  const bytes = message instanceof Uint8Array ? message : NodeMessageBody.encode(message);
  const response = await fetch(`${node.url}/ocn/message`, {
    method: 'POST',
    headers: { 'OCN-Signature': await NodeMessage.sign(bytes, signer), 'X-Request-ID': 'hop', ...headers },
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    json: (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>,
  };
}

/** The same key with v of the other parity, and s turned around: another spelling of the same signature. */
export function twin(signature: Hex): Hex {
  const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const bytes = fromHex(signature);
  const s = BigInt(`0x${signature.slice(66, 130)}`);
  return `0x${signature.slice(2, 66)}${(n - s).toString(16).padStart(64, '0')}${bytes[64] === 27 ? '1c' : '1b'}`;
}

/** A host that notes whatever is asked of it. */
export async function startTrap() {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, requests, close: () => void server.close().closeAllConnections() };
}

import { fromHex, type Hex, toHex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { networkOf } from '../../sdk/src/chain/index.ts';
import { secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { NodeMessageBody } from '../../sdk/src/ocn/message/index.ts';
import { NodeMessage, SignatureV2 } from '../../sdk/src/ocn/signature/index.ts';
import type { Party } from '../../sdk/src/protocol/ocpi/index.ts';
import { testAccount } from './anvil.ts';
import type { MortalNode, Nodes } from './ocnNodes.ts';

/** The key of an account of the chain: of a party, or an operator, that a test plays itself. */
export const keyOf = (account: number): Hex => toHex(testAccount(account).getHdKey().privateKey as Uint8Array);
export const signerOf = (account: number) => secp256k1Signer(fromHex(keyOf(account)));
export const addressOf = (account: number): Hex => testAccount(account).address.toLowerCase() as Hex;

const idOf = ({ country_code, party_id }: Party) => ({ countryCode: country_code, partyId: party_id });
const seconds = () => Math.floor(Date.now() / 1_000);
export const lifetime = () => ({ issued: seconds(), expires: seconds() + 60 });

export interface PeerMessage {
  readonly from: Party;
  readonly to: Party;
  /** The account of the party, which signs. */
  readonly account: number;
  readonly module: string;
  readonly role: 'SENDER' | 'RECEIVER';
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: string;
  /** What the party has signed, if it is not what is sent. */
  readonly signed?: string;
  readonly requestId?: string;
}

/** A message of version 2 to a node of ours, as that of another operator writes it. */
export async function peerMessage(nodes: Nodes, node: MortalNode, one: PeerMessage): Promise<Uint8Array> {
  const { from, to, account, module, role, method, path, body = '', signed = body } = one;
  const ids = { requestId: one.requestId ?? crypto.randomUUID(), correlationId: crypto.randomUUID() };
  const place = module === 'parking' ? `custom/${role.toLowerCase()}` : `${role.toLowerCase()}/2.2.1`;
  const said: SignatureV2.MessageV2 = {
    ...{ ...ids, network: networkOf(nodes.network.chain), method, from: idOf(from), to: idOf(to) },
    ...{ path: `/ocpi/${place}/${module}${path}`, body: utf8Encode(signed) },
  };
  return NodeMessageBody.encode({
    ...{ ...ids, version: '2.2.1', module, role, method, path, query: [], from, to },
    ...{ proxyUid: null, proxyResource: null, body: body === '' ? null : utf8Encode(body) },
    signature: await SignatureV2.sign(said, { signer: signerOf(account), ...lifetime() }),
    envelope: { to: node.files.operator, ...lifetime(), id: crypto.randomUUID(), copyOf: null },
  });
}

/** Posts bytes to a node, signed by the operator of an account. */
export async function postAsNode(node: MortalNode, account: number, bytes: Uint8Array) {
  const response = await fetch(`${node.url}/ocn/message`, {
    method: 'POST',
    headers: { 'OCN-Signature': await NodeMessage.sign(bytes, signerOf(account)), 'X-Request-ID': crypto.randomUUID() },
    body: bytes as Uint8Array<ArrayBuffer>,
  });
  const text = await response.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, unknown>>;
  return { status: response.status, headers: response.headers, json };
}

/** The signature of an answer to a message, by the wallet of an account. */
export function signPeerAnswer(account: number, request: SignatureV2.MessageV2, body: string, status = 200) {
  const { from, to } = request;
  const answer = { ...request, from: to, to: from, status, headers: {}, body: utf8Encode(body) };
  return SignatureV2.sign(answer, { signer: signerOf(account), ...lifetime() });
}

/** What an answer to a message has to be about. */
export function requestOf(network: string, bytes: Uint8Array): SignatureV2.MessageV2 {
  const { module, role, method, path, version, requestId, correlationId, from, to, body } =
    NodeMessageBody.decode(bytes);
  return {
    ...{ network, method, requestId, correlationId, from: idOf(from), to: idOf(to), body: body ?? new Uint8Array(0) },
    path: `/ocpi/${role.toLowerCase()}/${version}/${module}${path}`,
  };
}

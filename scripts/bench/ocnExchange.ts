import { utf8Encode } from '../../sdk/src/bytes/index.ts';
import { secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import { SignatureV2 } from '../../sdk/src/ocn/signature/index.ts';
import { testAccount } from '../../test/support/anvil.ts';

/** Who is who: accounts of the local chain. */
export const accounts = { nodeA: 1, nodeB: 2, cpo: 3, emsp: 4 } as const;
export const emspId = { country_code: 'CH', party_id: 'MSP' } as const;
export const cpoId = { country_code: 'DE', party_id: 'CPO' } as const;
/** A token that the provider puts at the operator, again and again: a request that changes something, so nodes remember it. */
export const tokenPath = '/CH/MSP/BENCH0001';
export const tokenBody = utf8Encode(
  JSON.stringify({
    country_code: 'CH',
    party_id: 'MSP',
    uid: 'BENCH0001',
    type: 'APP_USER',
    contract_id: 'CHMSPC00000001X',
    issuer: 'Provider of the measurement',
    valid: true,
    whitelist: 'ALLOWED',
    language: 'de',
    last_updated: '2026-11-20T10:00:00Z',
  }),
);
export const answerBody = utf8Encode(
  JSON.stringify({ data: null, status_code: 1000, timestamp: '2026-11-20T10:00:01Z' }),
);

export const signerOf = (account: number) => secp256k1Signer(testAccount(account).getHdKey().privateKey as Uint8Array);
export const addressOf = (account: number) => signerOf(account).signer;
const idOf = (id: typeof emspId | typeof cpoId) => ({ countryCode: id.country_code, partyId: id.party_id });

export const secondsNow = () => Math.floor(Date.now() / 1_000);

/** The request as a hop sees it. */
export function requestMessage(
  network: string,
  path: string,
  ids: { readonly requestId: string; readonly correlationId: string },
  body: Uint8Array = tokenBody,
): SignatureV2.MessageV2 {
  return { network, method: 'PUT', path, ...ids, from: idOf(emspId), to: idOf(cpoId), body };
}

/** The answer to it. */
export function answerMessage(request: SignatureV2.MessageV2, body: Uint8Array = answerBody): SignatureV2.MessageV2 {
  return { ...request, from: request.to, to: request.from, status: 200, headers: {}, body };
}

/** Signs as a party does. */
export function signAs(message: SignatureV2.MessageV2, account: number): Promise<string> {
  const issued = secondsNow();
  return SignatureV2.sign(message, { signer: signers[account] ?? signerOf(account), issued, expires: issued + 300 });
}

const signers: Readonly<Record<number, ReturnType<typeof signerOf>>> = Object.fromEntries(
  Object.values(accounts).map((account) => [account, signerOf(account)]),
);

/** Checks as a receiver does: the party has signed, and only the two nodes have rewritten. */
export function check(
  header: string,
  message: SignatureV2.MessageV2,
  origin: number,
): Promise<SignatureV2.VerdictV2 & { readonly valid: true }> {
  return SignatureV2.assert(header, message, {
    now: secondsNow(),
    origins: [addressOfKnown(origin)],
    rewriters: [addressOfKnown(accounts.nodeA), addressOfKnown(accounts.nodeB)],
  });
}

const addressOfKnown = (account: number) => (signers[account] ?? signerOf(account)).signer;

/** How many signatures a header has: what the measurement of the cryptography alone assumes has to be what the nodes do. */
export function assertLinks({ rewrites }: SignatureV2.VerdictV2 & { readonly valid: true }, expected: number): void {
  const length = rewrites.length + 1;
  if (length !== expected) throw new Error(`A header has ${length} signatures where ${expected} were expected.`);
}

// The signatures of one message after the other, and nothing else: what all parties and nodes on its way sign and verify.
import { utf8Encode } from '../../sdk/src/bytes/index.ts';
import { NodeMessage, SignatureV2 } from '../../sdk/src/ocn/signature/index.ts';
import { endWith } from './lifetime.ts';
import {
  accounts,
  answerBody,
  answerMessage,
  check,
  requestMessage,
  secondsNow,
  signAs,
  signerOf,
  tokenBody,
  tokenPath,
} from './ocnExchange.ts';

const network = 'eip155:31337:0xd47f0a977bf10d1a201c43650308ac8a9b2fde75';
const [nodeA, nodeB] = [signerOf(accounts.nodeA), signerOf(accounts.nodeB)];
/** A rewrite is good for no longer than what it replaces. */
const lifetime = () => ({ issued: secondsNow(), expires: secondsNow() + 200 });

/**
 * The way of docs/spec/ocn-node.md, with a receiver that verifies and an answer that is verified: 5 signatures are made, and 10 are checked
 * (each of those that a header has, and that of what nodes say to each other).
 */
async function oneMessage(n: number): Promise<void> {
  const ids = { requestId: `request-${n}`, correlationId: `correlation-${n}` };
  const sent = requestMessage(network, `/ocpi/receiver/2.2.1/tokens${tokenPath}`, ids);
  const header = await signAs(sent, accounts.emsp);
  await check(header, sent, accounts.emsp);

  // What nodes say to each other has the body in two forms, and the header.
  const between = utf8Encode(JSON.stringify({ header, body: new TextDecoder().decode(tokenBody), again: header }));
  const seal = await NodeMessage.sign(between, nodeA);
  NodeMessage.assert(between, seal, nodeA.signer);
  await check(header, sent, accounts.emsp);
  const delivered = requestMessage(network, `/ocpi/2.2.1/tokens${tokenPath}`, { ...ids, requestId: `hop-${n}` });
  const rewritten = await SignatureV2.rewrite(header, tokenBody, delivered, { signer: nodeB, ...lifetime() });
  await check(rewritten, delivered, accounts.emsp);

  const answered = answerMessage(delivered);
  const answer = await signAs(answered, accounts.cpo);
  await check(answer, answered, accounts.cpo);
  const returned = answerMessage(sent);
  const passed = await SignatureV2.rewrite(answer, answerBody, returned, { signer: nodeB, ...lifetime() });
  await check(passed, returned, accounts.cpo);
  await check(passed, returned, accounts.cpo);
}

endWith(process);
process.on('message', async ({ seconds }: { seconds: number }) => {
  const begun = performance.now();
  let count = 0;
  while (performance.now() - begun < seconds * 1_000) await oneMessage(count++);
  process.send?.({ perSecond: count / ((performance.now() - begun) / 1_000) });
});
process.send?.({ ready: true });

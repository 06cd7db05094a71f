import { fromHex, type Hex } from '../../../../bytes/index.ts';
import { type Chain, networkOf, nodeOf, nodesOf, partyDetailsOf } from '../../../../chain/index.ts';
import { keccak256Hex } from '../../../../crypto/index.ts';
import { DecodeError, NotFoundError } from '../../../../errors/index.ts';
import { readNodeUrl } from '../../../../ocn/registry/index.ts';
import type { Action } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { exitCodes } from '../../../framework/exitCodes.ts';
import type { Given, Input } from '../../../framework/input.ts';
import type { Block } from '../../../framework/page.ts';
import { openChain } from '../../shared/openChain.ts';
import { toSigner } from '../../shared/signers.ts';
import { checkHost, type HostVerdict, hostLine } from './hostDocument.ts';
import { limitOf, listResult, pageOf, take } from './lists.ts';
import { networkOfTarget, openTarget } from './owner.ts';
import { nobodyHolds, toOwner, toWho } from './who.ts';
import { write } from './write.ts';

/** The operator of a node; an OCPI id means the node that serves that party. */
async function operatorOf(given: Given, context: Context, chain: Chain): Promise<Hex> {
  const who = await toWho(given, context, chain);
  if ('address' in who) return who.address;
  const details = await partyDetailsOf(chain, who, { signal: context.signal });
  if (!details) throw nobodyHolds(who.id, given.field);
  return details.operator;
}

async function existingNode(input: Input, context: Context, chain: Chain) {
  const given = input.argument('operator');
  const operator = await operatorOf(given, context, chain);
  const { url, ...node } = await nodeOf(chain, operator, { signal: context.signal });
  if (url !== null) return { operator, url, ...node };
  throw new NotFoundError(`${operator} has no node`, { field: given.field });
}

export const show: Action = async (input, context) => {
  const chain = await openChain(input);
  const node = await existingNode(input, context, chain);
  const isUsable = readNodeUrl(node.url) !== null;
  return {
    data: { ...node, usable: isUsable, network: networkOf(chain) },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Operator', node.operator],
          ['URL', isUsable ? node.url : { text: `${node.url} (nobody is sent there: it is no URL)`, tone: 'warn' }],
          ['Message key', node.keyHash ? `one with the keccak256 ${node.keyHash}` : 'the operator'],
          ['Changes', node.sequence],
          ['Last changed', `block ${node.updatedAt}`],
        ],
      },
      { kind: 'next', commands: [`gridseal ocn node check ${node.operator}`] },
    ],
    brief: node.url,
  };
};

export const list: Action = async (input, context) => {
  const chain = await openChain(input);
  const page = await pageOf(input, (given) => toOwner(given, context, chain));
  const nodes = nodesOf(chain, { ...page, signal: context.signal });
  return listResult(await take(nodes, limitOf(input), ({ operator }) => operator), {
    name: 'nodes',
    head: ['OPERATOR', 'URL'],
    row: ({ operator, url }) => [operator, readNodeUrl(url) === null ? { text: url, tone: 'warn' } : url],
    brief: ({ operator }) => operator,
    none: 'This registry has no nodes.',
    command: 'ocn node list',
  });
};

export const check: Action = async (input, context) => {
  const chain = await openChain(input);
  const node = await existingNode(input, context, chain);
  const verdict = await checkHost(node, networkOf(chain), chain, input, context);
  const { document } = verdict;
  return {
    data: { operator: node.operator, url: node.url, ...verdict },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Operator', node.operator],
          ['URL', node.url],
          ['Document', verdict.place ?? 'nowhere: the URL is none'],
          ['Verdict', verdict.valid ? hostLine(verdict) : { text: `${verdict.field}: ${verdict.reason}`, tone: 'bad' }],
          ['Message key', document?.key],
          ['Signatures', document?.signatures.join(', ')],
          ['OCPI', document?.versions.join(', ')],
          ['Good until', document?.expires],
        ],
      },
    ],
    brief: verdict.valid ? 'proven' : 'not proven',
    exitCode: exitCodes[verdict.valid ? 'ok' : verdict.reached ? 'verification' : 'network'].code,
  };
};

/** What is to be known before a node is set: does its host say what the registry will say? */
function hostBlocks(verdict: HostVerdict): Block[] {
  const blocks: Block[] = [{ kind: 'fields', rows: [['Its host', hostLine(verdict)]] }];
  if (!verdict.valid) {
    const place = verdict.place ?? 'nowhere';
    const line = `Until the document at ${place} fits, other nodes will not talk to this one (gridseal ocn node run serves it).`;
    blocks.push({ kind: 'lines', lines: [{ text: line, tone: 'warn' }] });
  }
  return blocks;
}

export const set: Action = async (input, context) => {
  const given = input.argument('url');
  const url = readNodeUrl(given.text);
  if (url === null) {
    throw new DecodeError('has to be an http or https URL without user, query and fragment', { field: given.field });
  }
  const target = await openTarget(input, context);
  const { owner, addresses } = target;
  const wanted = input.optional('key');
  const named = wanted ? await toSigner(wanted, context, async () => addresses) : null;
  // The operator's own signer is what the registry takes without a key.
  const key = named === null || named === owner.address ? null : named;
  const change = { action: 'setNode' as const, url, ...(key ? { key } : {}) };
  if (input.flag('unchecked')) return write(target, { change }, input, context);
  const node = { operator: owner.address, url, keyHash: key && keccak256Hex(fromHex(key)) };
  const document = await checkHost(node, networkOfTarget(target), target.chain, input, context);
  if (!document.valid) context.note(`the host does not prove the operator yet: ${document.field}: ${document.reason}`);
  return write(target, { change, found: hostBlocks(document), data: { host: document } }, input, context);
};

export const remove: Action = async (input, context) =>
  write(await openTarget(input, context), { change: { action: 'deleteNode' } }, input, context);

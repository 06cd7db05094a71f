import { nextLink } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Answer } from '../message.ts';
import type { Link } from '../store/nodeStore.ts';
import type { Reply } from './answerSignature.ts';
import { uidOfNodeUrl } from './linkPaths.ts';
import { assertOwnUrl, type Links } from './links.ts';
import type { Receiver } from './receivers.ts';
import { Refusal } from './refusals.ts';
import type { Routed } from './routed.ts';

/**
 * The headers of an answer, with URLs of this node in the place of others'.
 *
 * @param requested What a relative link is relative to.
 * @throws {Refusal} for a link to a host that is not the platform's, or the node's: a page that is left out would be missed by nobody.
 */
export async function replaceAnswerLinks(
  context: NodeContext,
  links: Links,
  message: Routed,
  receiver: Receiver,
  reply: Reply,
  requested: string,
): Promise<Answer['headers']> {
  const { link, location, ...headers } = reply.headers;
  const next = message.endpoint?.pages === 'none' || link === undefined ? null : nextLink(link);
  const give = async (url: string, purpose: 'page' | 'location') => {
    const absolute = URL.canParse(url, requested) ? new URL(url, requested).href : url;
    const { version, module, role, to: owner, from: user } = message;
    const target = targetOf(context, receiver, absolute, purpose);
    return (await links.give({ purpose, owner, user, target, version, module, role })).url;
  };
  return {
    ...headers,
    ...(next === null ? {} : { link: `<${await give(next, 'page')}>; rel="next"` }),
    ...(location === undefined || !message.endpoint?.creates ? {} : { location: await give(location, 'location') }),
  };
}

function targetOf(_: NodeContext, receiver: Receiver, url: string, purpose: 'page' | 'location'): Link['target'] {
  const field = purpose === 'page' ? 'Link' : 'Location';
  if (receiver.kind === 'local') {
    try {
      assertOwnUrl(url, receiver.platform, field);
    } catch (cause) {
      throw new Refusal('answer', 'serverError', 'leads to another host than the platform’s', { field, cause });
    }
    return { url };
  }
  const { operator } = receiver.node;
  const uid = uidOfNodeUrl(url, receiver.node.url.replace(/\/+$/, ''));
  if (uid !== null) return { operator, uid, url };
  // A node of version 1 passes on its platform's own URL, which only goes back to it.
  if (receiver.speaks === 'v1') return { operator, uid: '', url };
  throw new Refusal('answer', 'serverError', 'is no URL of the node that gave it', { field });
}

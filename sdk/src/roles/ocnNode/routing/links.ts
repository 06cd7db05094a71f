import type { Hex } from '../../../bytes/index.ts';
import { type InterfaceRole, type Party, sameParty } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { Platform } from '../platform.ts';
import type { Link, NewLink } from '../store/nodeStore.ts';
import { linkPath, linkUse, uidOfNodeUrl } from './linkPaths.ts';
import { Refusal } from './refusals.ts';
import type { Routed } from './routed.ts';

/** A link that is to be given out. */
export interface Offer extends Omit<NewLink, 'expires' | 'endpoint'> {
  readonly role: InterfaceRole;
  /** The command that a response URL is for. */
  readonly what?: string;
}

/** A link as its user gets it. */
export interface Given {
  readonly uid: string;
  /** Of this node. */
  readonly url: string;
}

export type Links = ReturnType<typeof createLinks>;

const noLink = () =>
  new Refusal('link', 'invalidParameters', 'is no link that this party was given', { field: 'path' });

/**
 * URLs that this node gives out in place of others, and what they stand for.
 *
 * A URL is only ever kept if the party whose it is has sent it itself, over its own connection, and it leads to the host of its platform;
 * what peers send is kept as their word, to be said to them again, and never requested.
 */
export function createLinks({ store, self, policy, now }: NodeContext) {
  return {
    async give({ role, what, ...link }: Offer): Promise<Given> {
      const kept = await store.links.put({ ...link, endpoint: what ?? null, expires: now() + policy.linkMs });
      const path = linkPath(link.purpose, kept.uid, what);
      return { uid: kept.uid, url: `${self.url}/ocpi/${role.toLowerCase()}/${link.version}/${link.module}${path}` };
    },

    /** @throws {Refusal} for a link that was given to another party, for something else, or never. */
    async find(message: Routed): Promise<Link | null> {
      if (message.link === null) return null;
      const link = await store.links.find(message.link, now());
      const isTheirs = link !== null && sameParty(link.owner, message.to) && sameParty(link.user, message.from);
      if (!isTheirs || link.module !== message.module) throw noLink();
      const purpose = linkUse(message)?.purpose;
      if (purpose !== undefined && purpose !== link.purpose) throw noLink();
      return link;
    },

    /** What a peer of version 1 means, which names URLs: one of ours, or one that our party has given to this very party. */
    async namedBy(message: {
      readonly from: Party;
      readonly to: Party;
      readonly proxyResource: string;
    }): Promise<Link> {
      const { from: user, to: owner, proxyResource: target } = message;
      const uid = uidOfNodeUrl(target, self.url);
      const link =
        uid === null
          ? await store.links.findByTarget({ target, owner, user, now: now() })
          : await store.links.find(uid, now());
      if (link === null || !sameParty(link.owner, owner) || !sameParty(link.user, user)) {
        throw new Refusal('link', 'invalidParameters', 'is no URL that this party was given', {
          field: 'proxy_resource',
        });
      }
      return link;
    },
  };
}

/** What a platform may have us call: URLs of the host that it has registered with. @throws {Refusal} */
export function assertOwnUrl(url: string, platform: Platform, field: string): void {
  const origin = platform.versionsUrl === null ? null : new URL(platform.versionsUrl).origin;
  if (origin !== null && URL.canParse(url) && new URL(url).origin === origin) return;
  throw new Refusal('link', 'invalidParameters', 'is not of the host that the platform has registered with', { field });
}

/** What of a link another node keeps. */
export function isRemote(
  target: Link['target'],
): target is { readonly operator: Hex; readonly uid: string; readonly url: string | null } {
  return 'operator' in target;
}

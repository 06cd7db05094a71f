import type { InterfaceRole } from '../../../protocol/ocpi/index.ts';
import type { Link } from '../store/nodeStore.ts';

/** A path that leads to a link: which, and what endpoint is behind it. */
export interface LinkUse {
  readonly uid: string;
  readonly purpose: Link['purpose'];
  /** The endpoint's name. */
  readonly endpoint: string;
}

interface Target {
  readonly module: string;
  readonly role: InterfaceRole;
  readonly path: string;
}

const uidPattern = '([A-Za-z0-9_-]{8,64})';
const page = new RegExp(`^/page/${uidPattern}$`);
const response = new RegExp(`^/[A-Za-z_]{1,32}/${uidPattern}$`);
const location = new RegExp(`^/${uidPattern}$`);

/** Which link a path of ours uses; null for any other path. */
export function linkUse({ module, role, path }: Target): LinkUse | null {
  const found = (pattern: RegExp) => pattern.exec(path)?.[1];
  if (role === 'SENDER') {
    const next = found(page);
    if (next !== undefined) return { uid: next, purpose: 'page', endpoint: `${module}.list` };
    const answer = module === 'commands' || module === 'chargingprofiles' ? found(response) : undefined;
    return answer === undefined ? null : { uid: answer, purpose: 'response', endpoint: `${module}.result` };
  }
  const created = module === 'cdrs' ? found(location) : undefined;
  return created === undefined ? null : { uid: created, purpose: 'location', endpoint: 'cdrs.getPushed' };
}

/**
 * The path of a link below `‹node›/ocpi/‹role›/‹version›/‹module›`.
 *
 * @param what Of a response URL: the command.
 */
export function linkPath(purpose: Link['purpose'], uid: string, what = 'result'): string {
  if (purpose === 'page') return `/page/${uid}`;
  return purpose === 'response' ? `/${what}/${uid}` : `/${uid}`;
}

/** The uid at the end of a URL that a node has given out; null for a URL of anybody else. */
export function uidOfNodeUrl(url: string, nodeUrl: string): string | null {
  if (!url.startsWith(`${nodeUrl}/ocpi/`)) return null;
  return new RegExp(`/${uidPattern}$`).exec(url)?.[1] ?? null;
}

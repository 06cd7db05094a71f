import type { Action } from './action.ts';
import { escapeText } from './plainText.ts';
import type { Member } from './quorum.ts';
import { sameKeys } from './sameKeys.ts';

/** What a message says, in words: a sentence, then each of its fields. Safe to show whatever the message contains. */
export interface Description {
  readonly title: string;
  readonly details: readonly { readonly label: string; readonly value: string }[];
}

/** CRLReason codes, RFC 5280, section 5.3.1. */
const revocationReasons = new Map([
  [0, 'no reason given'],
  [1, 'a key is compromised'],
  [2, 'the authority is compromised'],
  [3, 'the affiliation has changed'],
  [4, 'it has been superseded'],
  [5, 'it is out of operation'],
  [6, 'it is on hold'],
  [9, 'a privilege is withdrawn'],
  [10, 'the attribute authority is compromised'],
]);

const announcementKinds = ['', 'SSH user', 'SSH host', 'SSH authority', 'TLS', 'files', 'public keys'];
const codecs = ['a raw block', 'a UnixFS file', 'a UnixFS directory'];

type Detail = Description['details'][number];

function detail(label: string, value: string | number): Detail {
  return { label, value: escapeText(String(value), { maxLength: 200 }) };
}

function time(label: string, seconds: number): Detail {
  const date = new Date(seconds * 1000);
  const shown = Number.isNaN(date.getTime()) ? 'beyond any calendar' : date.toISOString().replace('.000Z', 'Z');
  return detail(label, `${shown} (${seconds})`);
}

/** The sentence of each action. */
function titleOf(action: Action): string {
  switch (action.action) {
    case 'endorse':
      return 'Endorse a certificate';
    case 'revoke': {
      const reason = revocationReasons.get(action.message.reason) ?? `unknown reason ${action.message.reason}`;
      return `Revoke a certificate for ever: ${reason}`;
    }
    case 'rotate': {
      const { version, members, threshold, revocationThreshold } = action.message;
      return `Replace version ${version} of the quorum by ${members.length} members; ${threshold} of their weight endorse, ${revocationThreshold} revoke`;
    }
    case 'approve':
      return 'Approve another message, of which only the digest is known here';
    case 'announce':
      return `Announce ${announcementKinds[action.message.kind] || `content of kind ${action.message.kind}`} as epoch ${action.message.epoch}`;
    case 'withdraw':
      return `Withdraw everything up to epoch ${action.message.epoch} for ever`;
    case 'claim':
      return `Confirm that epoch ${action.message.epoch} is installed`;
    case 'manifests':
      return `Sign what devices are to install as epoch ${action.message.epoch}`;
  }
}

function detailsOf(action: Action): readonly Detail[] {
  const details: Detail[] = [];
  for (const [label, value] of Object.entries(action.message)) {
    if (label === 'deadline' || label === 'notBefore' || label === 'notAfter')
      details.push(time(label, value as number));
    else if (label === 'codec') details.push(detail(label, `${codecs[value as number]} (${value})`));
    else if (label === 'members') details.push(...membersOf(value as readonly Member[]));
    else details.push(detail(label, typeof value === 'string' ? shorten(value) : (value as number)));
  }
  return details;
}

/** A member for a line; one that is another's key once more, which the registry would take, says so first. */
function membersOf(members: readonly Member[]): readonly Detail[] {
  const twins = new Map(sameKeys({ members }).map(([first, index]) => [index, first]));
  return members.map(({ signer, weight }, i) => {
    const first = twins.get(i);
    const warning = first === undefined ? '' : `the key of members[${first}] once more! `;
    return detail(`members[${i}]`, `${warning}weight ${weight}, ${shorten(signer)}`);
  });
}

/** Long keys are shown by both ends and their length: the digest below covers all of it. */
function shorten(hex: string): string {
  const bytes = (hex.length - 2) / 2;
  return bytes <= 52 ? hex : `${hex.slice(0, 66)}…${hex.slice(-16)} (${bytes} bytes)`;
}

/**
 * Says in words what signing `action` means.
 *
 * @example `describeAction(action).title // 'Endorse a certificate'`
 */
export function describeAction(action: Action): Description {
  const contract = 'registry' in action ? action.registry : action.announcements;
  const name = 'registry' in action ? 'QuorumRegistry' : 'KeyAnnouncements';
  return {
    title: titleOf(action),
    details: [...detailsOf(action), detail('chain', action.chainId), detail('contract', `${name} ${contract}`)],
  };
}

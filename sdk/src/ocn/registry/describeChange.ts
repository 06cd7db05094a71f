import type { Hex } from '../../bytes/index.ts';
import { type Description, escapeText } from '../../quorum/index.ts';
import type { PartyTerms, RegistryChange } from './messages.ts';
import * as OcpiId from './ocpiId.ts';

type Detail = Description['details'][number];

/**
 * Says in words what a change of a registry does. Safe to show whatever is in it.
 *
 * @param owner Whose node, party, service or agreement it is: an address.
 * @example `describeChange({ action: 'deleteNode' }, owner).title // 'Take the node out of the registry'`
 */
export function describeChange(change: RegistryChange, owner: Hex): Description {
  const [title, details] = wordsOf(change);
  return { title, details: [detail('owner', owner), ...details] };
}

function wordsOf(change: RegistryChange): readonly [title: string, details: readonly Detail[]] {
  switch (change.action) {
    case 'setNode':
      return ['Set the node', [detail('url', change.url), detail('key', change.key ?? 'that of the operator')]];
    case 'deleteNode':
      return ['Take the node out of the registry', []];
    case 'setParty': {
      const { id, operator, certificate } = change;
      const proof = certificate ? [detail('certificate', certificate)] : [];
      const rest = [...termsOf(change), detail('operator', operator), ...proof];
      return [`Set the party ${OcpiId.format(id)}`, [detail('id', OcpiId.format(id)), ...rest]];
    }
    case 'updateParty':
      return ['Change the roles and modules of the party', termsOf(change)];
    case 'offerParty':
      if (change.operator === null) return ['Take back the offer of the party', []];
      return ['Offer the party to another operator', [detail('operator', change.operator)]];
    case 'acceptParty':
      return ['Accept a party: from now on this operator’s node serves it', [detail('party', change.party)]];
    case 'deleteParty':
      return ['Take the party out of the registry', []];
    case 'setService':
      return [
        'Set the service',
        [detail('name', change.name), detail('url', change.url), list('permissions', change.permissions)],
      ];
    case 'deleteService':
      return ['Take the service out of the registry', []];
    case 'createAgreement':
      return [
        'Agree with a service: it gets to see what the permissions say',
        [detail('provider', change.provider), list('permissions', change.permissions)],
      ];
    case 'revokeAgreement':
      return ['Revoke the agreement with a service', [detail('provider', change.provider)]];
  }
}

function termsOf({ roles, sender, receiver }: PartyTerms): readonly Detail[] {
  return [list('roles', roles), list('sender of', sender), list('receiver of', receiver)];
}

function list(label: string, names: readonly string[]): Detail {
  return { label, value: names.length > 0 ? escapeText(names.join(', '), { maxLength: 800 }) : 'nothing' };
}

/** Long keys by both ends: the digest covers all of it. */
function detail(label: string, value: string): Detail {
  const isKey = /^0x[0-9a-f]{106,}$/.test(value);
  const shown = isKey ? `${value.slice(0, 66)}…${value.slice(-16)} (${(value.length - 2) / 2} bytes)` : value;
  return { label, value: escapeText(shown, { maxLength: 300 }) };
}

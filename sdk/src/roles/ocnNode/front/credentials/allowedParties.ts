import {
  type BusinessDetails,
  type CredentialsRole,
  OcpiError,
  type Party,
  partyKey,
} from '../../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../../context.ts';
import type { PlatformParty } from '../../platform.ts';

/** What the standard has, and nothing more: it is kept, and read with every message. */
function knownDetails({ name, website, logo }: BusinessDetails): BusinessDetails {
  const image = logo && {
    url: logo.url,
    thumbnail: logo.thumbnail,
    category: logo.category,
    type: logo.type,
    width: logo.width,
    height: logo.height,
  };
  return { name, ...(website ? { website } : {}), ...(image ? { logo: image } : {}) };
}

/**
 * The parties of credentials, if the platform may speak for each of them: the operator of the node has said so (by the registration
 * token, or later), and the registry gives them to this node, in these roles.
 *
 * Without the first rule, one platform of a node could take the messages of another one's party.
 *
 * @throws {OcpiError} 2001, naming the first role that is not allowed.
 */
export function allowedParties(
  context: Pick<NodeContext, 'directory' | 'self'>,
  mayHave: readonly Party[],
  roles: readonly CredentialsRole[],
): readonly PlatformParty[] {
  const known = new Set(mayHave.map(partyKey));
  return roles.map((role, index) => {
    const field = `request.roles[${index}]`;
    const refuse = (why: string): never => {
      throw new OcpiError('invalidParameters', why, { field });
    };
    if (!known.has(partyKey(role))) refuse('is a party that the operator of this node did not give to this platform');
    const found = context.directory.party(role);
    if (!found) return refuse('is a party that is not in the registry');
    if (found.operator !== context.self.operator) return refuse('is a party of another node, says the registry');
    if (!found.roles.includes(role.role))
      return refuse(`is a party that does not have the role ${role.role} in the registry`);
    // The spelling of the registry: the same party is the same text everywhere.
    return { ...found.id, role: role.role, business: knownDetails(role.business_details) };
  });
}

import type { CertificateKind } from '../certificateWords.ts';
import type { Role, RolePolicy } from '../rolePolicy.ts';
import { type ChargingRole, chargingRoles } from './roleNames.ts';

const root = 'fundamentalQuorum';
/** The keys of connections: authorities, and leaves that stand by themselves. */
const tls = ['tlsAuthority', 'tlsLeaves'] as const;

/** An authority may pass its own role on to authorities below it, and no other. */
function authority(
  role: ChargingRole,
  title: string,
  certifies: readonly CertificateKind[],
  things: readonly string[] = [],
) {
  return { [role]: { title, certifies: ['authority', ...certifies], creates: [role, ...things] } satisfies Role };
}

/** What a thing is, by the word in its `subject.role`. It endorses nothing. */
function thing(role: string, title: string) {
  return { [role]: { title, certifies: [], creates: [] } satisfies Role };
}

/**
 * Who certifies what in the charging world (docs/spec/charging-world.md): the quorum at its root makes role authorities and nothing
 * else, each of these what it answers for, and a meter needs the word of its manufacturer *and* of a metrology authority.
 *
 * @see the core certificates of the Open Charging Cloud PKI, which have these roles
 * @example `await graph.verify(meter, { anchors: [root], at, roles: chargingRolePolicy })`
 */
export const chargingRolePolicy: RolePolicy = {
  name: 'charging',
  roles: {
    // Creates itself, so that an old root can hand over to a new one, each endorsing the other.
    [root]: { title: 'fundamental quorum', certifies: ['authority'], creates: [root, ...chargingRoles] },
    ...authority('metrologyAuthority', 'metrology authority', ['meter']),
    ...authority(
      'chargingStationManufacturer',
      'charging station manufacturer',
      ['device', 'sshAuthority', ...tls],
      ['chargingStation'],
    ),
    ...authority('smartMeterManufacturer', 'smart meter manufacturer', ['meter']),
    ...authority(
      'chargingStationOperator',
      'charging station operator',
      ['device', 'node', 'party', 'secc', 'sshAuthority', ...tls],
      ['chargingStation'],
    ),
    ...authority('roamingProvider', 'roaming provider', ['node', 'party', ...tls]),
    ...authority('eMobilityProvider', 'e-mobility provider', ['contract', 'node', 'party', 'pseudonym', ...tls]),
    ...authority('vehicleManufacturer', 'vehicle manufacturer', ['binding', 'device', 'pairing', ...tls], ['vehicle']),
    ...authority('gridOperator', 'grid operator', ['device', 'node', 'party', ...tls], ['gridEquipment']),
    ...thing('chargingStation', 'charging station'),
    ...thing('vehicle', 'vehicle'),
    ...thing('gridEquipment', 'grid equipment'),
  },
  anchorRole: root,
  requires: { meter: ['smartMeterManufacturer', 'metrologyAuthority'] },
};

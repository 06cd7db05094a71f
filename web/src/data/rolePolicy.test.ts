import { ChargingWorld } from '@gridseal/sdk/certificate';
import { describe, expect, test } from 'vitest';
import { keptRolePolicy } from './rolePolicy.ts';
import { decodeSettings } from './settingsStore.ts';

const charging = ChargingWorld.chargingRolePolicy;
const quorum = `0x${'ab'.repeat(32)}` as const;
const trustOf = (trust: unknown) => decodeSettings({ trust: { '1': trust } }).trust['1'];

describe('a kept role policy', () => {
  test('behavior: is what it was', () => {
    expect(keptRolePolicy(JSON.parse(JSON.stringify(charging)))).toEqual(charging);
    const anchors = [{ quorum, pathLength: 1, roles: ['metrologyAuthority'] }];
    expect(trustOf({ anchors, roles: charging })).toEqual({ anchors, roles: charging });
  });

  test.each([
    null,
    'charging',
    [],
    {},
    { ...charging, name: '' },
    { ...charging, name: 7 },
    { ...charging, roles: {} },
    { ...charging, roles: [] },
    { ...charging, roles: { 'not a word': charging.roles.fundamentalQuorum } },
    { ...charging, roles: { ...charging.roles, fundamentalQuorum: null } },
    { ...charging, roles: { ...charging.roles, fundamentalQuorum: { title: 'x', certifies: 'all', creates: [] } } },
    { ...charging, roles: { ...charging.roles, other: { title: 'x', certifies: [], creates: ['nobody'] } } },
    { ...charging, anchorRole: 'constructor' },
    { ...charging, requires: { meter: ['nobody'] } },
    { ...charging, requires: { meter: 'smartMeterManufacturer' } },
    { ...charging, requires: { meter: Array(17).fill('smartMeterManufacturer') } },
  ])('attack: one with holes in it is none, case %#', (value) => {
    expect(keptRolePolicy(value)).toBeNull();
    expect(trustOf({ anchors: [], roles: value })).toEqual({ anchors: [] });
  });

  test('attack: an anchor’s role means nothing without a policy that has it', () => {
    const anchors = [{ quorum, roles: ['nobody'] }];
    expect(trustOf({ anchors, roles: charging })).toEqual({ anchors: [{ quorum }], roles: charging });
    expect(trustOf({ anchors: [{ quorum, roles: ['metrologyAuthority'] }] })).toEqual({ anchors: [{ quorum }] });
    expect(trustOf({ anchors: [{ quorum, roles: 7 }], roles: charging })?.anchors).toEqual([{ quorum }]);
  });
});

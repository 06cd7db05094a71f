import { ChargingWorld } from '@gridseal/sdk/certificate';
import { describe, expect, test } from 'vitest';
import { builtInName, policyText, readPolicy, withAnchorRole, withPolicy } from './roles.ts';

const charging = ChargingWorld.chargingRolePolicy;
const quorum = `0x${'ab'.repeat(32)}` as const;
const own = { ...charging, name: 'ours' };

describe('role policies', () => {
  test('behavior: text and policy make each other, and the built-in one is known again', () => {
    expect(readPolicy(policyText(own))).toEqual(own);
    expect(builtInName(readPolicy(policyText(charging)))).toBe('charging');
    expect(builtInName(own)).toBeNull();
  });

  test.each([
    ['is not JSON', '{'],
    ['roles', '[]'],
    ['roles.anchorRole', JSON.stringify({ ...own, anchorRole: 'nobody' })],
    ['roles.requires.meter', JSON.stringify({ ...own, requires: { meter: ['nobody'] } })],
    ['roles.name', JSON.stringify({ ...own, name: 'charging', requires: {} })],
    ['roles', JSON.stringify({ ...own, extra: 1 })],
    ['is too long', ' '.repeat(65_537)],
  ])('error: %s, case %#', (message, text) => {
    expect(() => readPolicy(text)).toThrow(message);
  });

  test('behavior: an anchor has a role while the policy does', () => {
    const trust = withAnchorRole(
      withPolicy({ anchors: [{ quorum, pathLength: 2 }] }, charging),
      quorum,
      'gridOperator',
    );
    expect(trust).toEqual({ anchors: [{ quorum, pathLength: 2, roles: ['gridOperator'] }], roles: charging });
    expect(withPolicy(trust, own).anchors).toEqual(trust.anchors);
    expect(withAnchorRole(trust, quorum, null).anchors).toEqual([{ quorum, pathLength: 2 }]);
  });

  test('attack: no role outlives its policy', () => {
    const trust = { anchors: [{ quorum, roles: ['gridOperator'] }], roles: charging };
    expect(withPolicy(trust, null)).toEqual({ anchors: [{ quorum }] });
    const { gridOperator: _, ...roles } = charging.roles;
    const less = { ...own, roles: { ...roles, fundamentalQuorum: { title: 'root', certifies: [], creates: [] } } };
    expect(withPolicy(trust, less).anchors).toEqual([{ quorum }]);
  });
});

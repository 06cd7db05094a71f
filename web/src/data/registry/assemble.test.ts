import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainNodeDirectory, DirectoryParty, NodeEvent } from '@gridseal/sdk/chain';
import { describe, expect, test } from 'vitest';
import { assemble } from './assemble.ts';
import { toTimeline } from './timeline.ts';

const who = (n: number): Hex => `0x${String(n).repeat(40)}`;
const place = {
  block: 7,
  logIndex: 0,
  blockHash: `0x${'ab'.repeat(32)}`,
  transaction: `0x${'cd'.repeat(32)}`,
} as const;
const id = { country_code: 'DE', party_id: 'ABC' };
const member: DirectoryParty = {
  ...{ address: who(3), id, roles: ['CPO'], modules: { SENDER: [], RECEIVER: [] }, operator: null },
  ...{ certificate: null, notAfter: 1 },
};

/** A directory that leaves out what nobody can be sent to. */
const directory: ChainNodeDirectory = {
  ...{ party: () => member, partyAt: () => member, node: () => null, service: () => null },
  ...{ agreement: () => 3, agreements: () => [who(4)], parties: () => [member], nodes: () => [], services: () => [] },
  ...{ asOf: () => ({ block: 9, time: 90 }), refresh: async () => undefined, onChange: () => () => undefined },
  unusable: () => [{ operator: who(1), url: 'javascript:alert(1)', reason: 'url' }],
};
const events: readonly NodeEvent[] = [
  { ...place, type: 'nodeSet', operator: who(1), url: 'javascript:alert(1)', key: '0x', sequence: 1 },
  {
    ...{ ...place, type: 'partySet', party: who(3), id, operator: who(1), roles: 1, sender: 0, receiver: 0 },
    ...{ certificate: `0x${'00'.repeat(32)}`, sequence: 1 },
  },
  {
    ...place,
    type: 'serviceSet',
    provider: who(4),
    name: 'a\u202eb',
    url: 'https://s.example',
    permissions: 1,
    sequence: 1,
  },
  {
    ...place,
    type: 'serviceSet',
    provider: who(5),
    name: 'Gone',
    url: 'https://s.example',
    permissions: 1,
    sequence: 1,
  },
];
const parts = { registry: who(9), directory, anchors: { quorums: [], needed: 0 } };

describe('the view of a registry', () => {
  test('behavior: what a directory leaves out is shown, with why', () => {
    const view = assemble({ ...parts, timeline: toTimeline(events) });
    expect(view.nodes).toMatchObject([{ operator: who(1), unusable: 'url', key: who(1), since: 7 }]);
    // Its party is not without a node: it has one that is in trouble.
    expect(view.parties).toMatchObject([{ operator: who(1), since: 7 }]);
    expect(view.services).toMatchObject([{ provider: who(4), isUnusable: true }]);
    expect(view.agreements).toMatchObject([{ party: who(3), provider: who(4), permissions: 3 }]);
  });

  test('error: without the history nothing is made up', () => {
    const view = assemble({ ...parts, timeline: null });
    expect(view).toMatchObject({
      isWhole: false,
      services: [],
      parties: [{ operator: null, offeredTo: null, since: null }],
    });
    expect(view.nodes).toMatchObject([{ key: null, since: null }]);
  });
});

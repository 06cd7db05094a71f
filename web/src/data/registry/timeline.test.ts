import type { Hex } from '@gridseal/sdk/bytes';
import type { NodeEvent, NodeEventBody } from '@gridseal/sdk/chain';
import { describe, expect, test } from 'vitest';
import { ownersOf, toTimeline } from './timeline.ts';

const who = (n: number): Hex => `0x${String(n).repeat(40)}`;
const at = (block: number, body: NodeEventBody): NodeEvent => ({
  ...body,
  ...{ block, logIndex: 0, blockHash: `0x${'ab'.repeat(32)}`, transaction: `0x${'cd'.repeat(32)}` },
});
const nodeSet = (n: number, sequence = 1): NodeEventBody => ({
  ...{ type: 'nodeSet', operator: who(n), url: 'https://node.example', key: '0x', sequence },
});
const partySet = (n: number, id: string, operator: Hex): NodeEventBody => ({
  ...{ type: 'partySet', party: who(n), id: { country_code: 'DE', party_id: id }, operator, roles: 1 },
  ...{ sender: 0, receiver: 0, certificate: `0x${'00'.repeat(32)}`, sequence: 1 },
});
const offered = (n: number, operator: Hex): NodeEventBody => ({
  ...{ type: 'partyOffered', party: who(n), operator, sequence: 2 },
});
const nobody: Hex = `0x${'00'.repeat(20)}`;

describe('the timeline of a registry', () => {
  test('behavior: an entry lasts since its first event, however often it changes; a new beginning is one', () => {
    const events = [at(5, nodeSet(1)), at(9, nodeSet(1, 2))];
    expect(toTimeline(events).nodes.get(who(1))).toMatchObject({ since: 5, changed: 9 });
    const again = [...events, at(10, { type: 'nodeDeleted', operator: who(1), sequence: 3 }), at(12, nodeSet(1, 4))];
    expect(toTimeline(again).nodes.get(who(1))).toMatchObject({ since: 12, changed: 12 });
  });

  test('behavior: an offer stands until it is taken, taken back, or its party lets go', () => {
    const start = [at(5, partySet(3, 'ABC', who(1))), at(6, offered(3, who(2)))];
    expect(toTimeline(start).offers.get(who(3))).toBe(who(2));
    const ends: readonly NodeEventBody[] = [
      partySet(3, 'ABC', who(2)),
      offered(3, nobody),
      { type: 'partyReleased', party: who(3), id: { country_code: 'DE', party_id: 'ABC' }, sequence: 3 },
    ];
    for (const end of ends) expect(toTimeline([...start, at(7, end)]).offers.size).toBe(0);
    // Other changes of the party leave it standing.
    expect(toTimeline([...start, at(7, partySet(3, 'ABC', who(1)))]).offers.size).toBe(1);
  });

  test('behavior: another id of the same owner is another party', () => {
    const { parties } = toTimeline([at(5, partySet(3, 'ABC', who(1))), at(8, partySet(3, 'XYZ', who(1)))]);
    expect(parties.get(who(3))).toMatchObject({ since: 8 });
  });

  test('behavior: agreements by both sides', () => {
    const created: NodeEventBody = {
      ...{ type: 'agreementCreated', party: who(3), provider: who(4), permissions: 1, sequence: 1 },
    };
    expect(toTimeline([at(5, created)]).agreements.get(`${who(3)}:${who(4)}`)).toMatchObject({ since: 5 });
    const revoked: NodeEventBody = { type: 'agreementRevoked', party: who(3), provider: who(4), sequence: 2 };
    expect(toTimeline([at(5, created), at(6, revoked)]).agreements.size).toBe(0);
    expect(ownersOf(at(6, revoked))).toEqual([who(3), who(4)]);
  });

  test('error: ends of what never began are none', () => {
    const timeline = toTimeline([
      at(1, { type: 'nodeDeleted', operator: who(1), sequence: 1 }),
      at(2, { type: 'serviceDeleted', provider: who(1), sequence: 1 }),
      at(3, offered(3, nobody)),
    ]);
    expect([timeline.nodes.size, timeline.services.size, timeline.offers.size]).toEqual([0, 0, 0]);
  });

  test('behavior: an id has a history of its own, whoever held it', () => {
    expect(ownersOf(at(5, partySet(3, 'ABC', who(1))))).toEqual([who(3), who(1), 'DE-ABC']);
  });
});

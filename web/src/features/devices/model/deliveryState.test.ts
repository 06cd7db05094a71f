import { describe, expect, test } from 'vitest';
import { deliveryState, isTemporary, lateAfter, lateFrom, nextChange } from './deliveryState.ts';
import { claimOf, day, id32, slotOf } from './model.fixtures.ts';

const slot = slotOf();
const claim = claimOf(id32('d1'));
const state = (now: number, more: Partial<Parameters<typeof deliveryState>[0]> = {}) =>
  deliveryState({ slot, claim: null, ...more }, now);

describe('the state of a delivery', () => {
  test('behavior: nothing announced', () => {
    expect(state(1, { slot: null })).toBe('never');
    expect(state(1, { slot: null, claim })).toBe('never');
  });

  test('behavior: waiting for a day, then late, to the second', () => {
    expect(state(0)).toBe('waiting');
    expect(state(1_000 + lateAfter)).toBe('waiting');
    expect(state(1_000 + lateAfter + 1)).toBe('late');
  });

  test('behavior: what is announced ahead of its time is not late before it begins', () => {
    const ahead = slotOf({ notBefore: 100 * day, notAfter: 130 * day });
    expect(state(99 * day, { slot: ahead })).toBe('waiting');
    expect(lateFrom(ahead)).toBe(101 * day);
  });

  test('behavior: a short validity is late after half of it', () => {
    const visit = slotOf({ notBefore: 1_000, notAfter: 1_600 });
    expect(state(1_300, { slot: visit })).toBe('waiting');
    expect(state(1_301, { slot: visit })).toBe('late');
    expect(state(1_601, { slot: visit })).toBe('expired');
  });

  test('behavior: claimed is claimed as long as it is valid; the last second counts', () => {
    expect(state(20 * day, { claim })).toBe('claimed');
    expect(state(slot.notAfter, { claim })).toBe('claimed');
    expect(state(slot.notAfter + 1, { claim })).toBe('expired');
  });

  test('error: an earlier epoch’s claim claims nothing', () => {
    expect(state(20 * day, { claim: { epoch: 1 } })).toBe('late');
    expect(state(1_000, { claim: { epoch: 1 } })).toBe('waiting');
  });

  test('error: withdrawn stays withdrawn, claimed or expired; an earlier withdrawal says nothing', () => {
    const withdrawn = slotOf({ withdrawnEpoch: 2 });
    expect(state(1_000, { slot: withdrawn })).toBe('withdrawn');
    expect(state(1_000, { slot: withdrawn, claim })).toBe('withdrawn');
    expect(state(99 * day, { slot: withdrawn, claim })).toBe('withdrawn');
    expect(state(1_000, { slot: slotOf({ withdrawnEpoch: 1 }), claim })).toBe('claimed');
  });

  test('behavior: the next change is when the state is another one, and not before', () => {
    const deliveries = [
      { slot, claim: null },
      { slot, claim },
      { slot: slotOf({ notAfter: 1_600 }), claim: null },
      { slot: slotOf({ notBefore: 5_000 }), claim: null },
    ];
    for (const delivery of deliveries) {
      for (let now = 0, steps = 0; steps < 5; steps++) {
        const next = nextChange(delivery, now);
        if (next === null) break;
        expect(next).toBeGreaterThan(now);
        expect(deliveryState(delivery, next - 1)).toBe(deliveryState(delivery, now));
        expect(deliveryState(delivery, next)).not.toBe(deliveryState(delivery, now));
        now = next;
      }
    }
  });

  test('error: nothing changes by itself any more', () => {
    expect(nextChange({ slot: null, claim: null }, 1)).toBeNull();
    expect(nextChange({ slot: slotOf({ withdrawnEpoch: 2 }), claim: null }, 1)).toBeNull();
    expect(nextChange({ slot, claim }, slot.notAfter + 1)).toBeNull();
  });

  test('behavior: a day and less is a temporary access', () => {
    expect(isTemporary({ notBefore: 0, notAfter: day })).toBe(true);
    expect(isTemporary({ notBefore: 0, notAfter: day + 1 })).toBe(false);
  });

  test('error: a validity that is upside down, or has no end', () => {
    expect(state(2, { slot: slotOf({ notBefore: 10, notAfter: 1 }) })).toBe('expired');
    expect(state(1_000, { slot: slotOf({ notAfter: 2 ** 48 - 1 }) })).toBe('waiting');
  });
});

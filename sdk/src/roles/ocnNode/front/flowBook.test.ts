import { describe, expect, test } from 'vitest';
import type { MessageLabel } from '../context.ts';
import { createFlowBook } from './flowBook.ts';

const from = { country_code: 'DE', party_id: 'GSL' };
const to = { country_code: 'NL', party_id: 'EMP' };
const label: MessageLabel = { module: 'cdrs', direction: 'out', outcome: 'delivered', from, to };

function book(start = 1_000_000_000_000) {
  const clock = { at: start };
  return { clock, flows: createFlowBook({ now: () => clock.at }) };
}

describe('flowBook', () => {
  test('behavior: messages of one kind are counted together, whatever the case of the letters', () => {
    const { flows } = book();
    flows.message(label, 10);
    flows.message({ ...label, from: { country_code: 'de', party_id: 'gsl' } }, 30);
    flows.message({ ...label, outcome: 'refused' }, 1);
    const { lastMinute, lastHour } = flows.snapshot();
    expect(lastMinute[0]).toEqual({ ...label, count: 2, meanMs: 20, maxMs: 30 });
    expect(lastMinute).toHaveLength(2);
    expect(lastHour).toEqual(lastMinute);
  });

  test('behavior: what is older than a minute is in the hour only, and then nowhere', () => {
    const { flows, clock } = book();
    flows.message(label, 1);
    clock.at += 61_000;
    expect(flows.snapshot()).toMatchObject({ lastMinute: [], lastHour: [{ count: 1 }] });
    clock.at += 3_600_000;
    expect(flows.snapshot()).toEqual({ lastMinute: [], lastHour: [] });
  });

  test('behavior: messages without parties have a place, too', () => {
    const { flows } = book();
    flows.message({ module: 'custom', direction: 'in', outcome: 'refused' }, 1);
    expect(flows.snapshot().lastMinute).toMatchObject([{ from: null, to: null, module: 'custom' }]);
  });

  test('error: a flood of parties takes no more room than there is, and is still counted', () => {
    const { flows } = book();
    for (let index = 0; index < 5_000; index += 1) {
      flows.message({ ...label, to: { country_code: 'NL', party_id: String(index) } }, 1);
    }
    const { lastMinute } = flows.snapshot();
    expect(lastMinute).toHaveLength(501);
    expect(lastMinute[0]).toMatchObject({ from: null, to: null, module: 'other', count: 4_500 });
    expect(lastMinute.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
  });

  test('error: a clock that is set back loses nothing and forgets in the end', () => {
    const { flows, clock } = book();
    flows.message(label, 1);
    clock.at -= 30_000;
    flows.message(label, 1);
    expect(flows.snapshot().lastHour[0]?.count).toBe(2);
    clock.at += 7_200_000;
    expect(flows.snapshot().lastHour).toEqual([]);
  });
});

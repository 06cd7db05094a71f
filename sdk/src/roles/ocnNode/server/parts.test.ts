import { describe, expect, test } from 'vitest';
import { BaseError, ConfigurationError } from '../../../errors/index.ts';
import { createClientAddress } from './clientAddress.ts';
import { createNodeLog } from './nodeLog.ts';
import { createNodeMetrics } from './nodeMetrics.ts';
import { createRateLimits } from './rateLimits.ts';
import { createTokenBuckets } from './tokenBuckets.ts';

describe('rates', () => {
  test('behavior: so many at once, then so many a second', () => {
    const buckets = createTokenBuckets({ perSecond: 2, burst: 3 });
    expect([0, 0, 0, 0].map((at) => buckets.take('a', at))).toEqual([0, 0, 0, 500]);
    expect([buckets.take('a', 499), buckets.take('a', 500), buckets.take('a', 500)]).toEqual([1, 0, 500]);
    expect([1, 2, 3, 4].map(() => buckets.take('a', 60_000))).toEqual([0, 0, 0, 500]);
  });

  test('behavior: callers are told apart, looking takes nothing, and 0 is without a limit', () => {
    const buckets = createTokenBuckets({ perSecond: 1, burst: 1 });
    expect([buckets.wait('a', 0), buckets.take('a', 0), buckets.wait('a', 0), buckets.take('b', 0)]).toEqual([
      0, 0, 1_000, 0,
    ]);
    const free = createTokenBuckets({ perSecond: 0, burst: 1 });
    expect([free.take('a', 0), free.take('a', 0), free.wait('a', 0)]).toEqual([0, 0, 0]);
  });

  test('attack: a clock that goes back gives nothing', () => {
    const buckets = createTokenBuckets({ perSecond: 1, burst: 1 });
    buckets.take('a', 10_000);
    expect(buckets.take('a', 0)).toBe(1_000);
    expect(buckets.take('a', 500)).toBe(500);
  });

  test('attack: many callers take bounded memory, and whoever asks all the time is not forgotten', () => {
    const buckets = createTokenBuckets({ perSecond: 0.001, burst: 1 }, 100);
    buckets.take('often', 0);
    for (let i = 0; i < 1_000; i++) {
      buckets.take(`caller ${i}`, 0);
      expect(buckets.take('often', 0)).toBeGreaterThan(0);
    }
    expect(buckets.take('caller 0', 0)).toBe(0);
  });
});

describe('rates of other operators', () => {
  test('error: each operator has its own, and is told when to come again', () => {
    const refused: string[] = [];
    const metrics = {
      message: () => undefined,
      gauge: () => undefined,
      refused: (rule: string) => void refused.push(rule),
    };
    const free = { perSecond: 0, burst: 1 };
    const rates = { platform: free, address: free, peerAddress: free, peer: { perSecond: 1, burst: 2 } };
    const { admitPeer } = createRateLimits(rates, { now: () => 0, metrics });
    admitPeer('0xa');
    admitPeer('0xa');
    expect(() => admitPeer('0xa')).toThrow(expect.objectContaining({ httpStatus: 429, waitMs: 1_000 }));
    admitPeer('0xb');
    expect(refused).toEqual(['rate-peer']);
  });
});

describe('addresses of clients', () => {
  const trusting = createClientAddress(['127.0.0.1', '10.0.0.0/8', '::1']);

  test.each([
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['::ffff:203.0.113.5', undefined, '203.0.113.5'],
    ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['2001:db8::1', undefined, '2001:db8:0:0::/64'],
    ['fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
    ['127.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['::ffff:127.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['127.0.0.1', '203.0.113.5, 10.1.1.1', '203.0.113.5'],
    ['127.0.0.1', '1.2.3.4, 203.0.113.5, 10.1.1.1', '203.0.113.5'],
    ['127.0.0.1', '2001:db8:1:2::7', '2001:db8:1:2::/64'],
  ])('behavior: %s, forwarded for %s, is %s', (remote, forwarded, expected) => {
    expect(trusting(remote, forwarded)).toBe(expected);
  });

  test.each([
    ['203.0.113.5', '1.2.3.4', '203.0.113.5'],
    ['127.0.0.1', '', '127.0.0.1'],
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['127.0.0.1', 'evil\r\nx: y', '127.0.0.1'],
    ['127.0.0.1', '1.2.3.4, nonsense', '127.0.0.1'],
    [undefined, '1.2.3.4', 'unknown'],
  ])('attack: spoofing: %s, forwarded for %s, is %s', (remote, forwarded, expected) => {
    expect(trusting(remote, forwarded)).toBe(expected);
  });

  test.each(['', 'proxy', '10.0.0.0/x', '10.0.0'])('error: %o is no proxy', (proxy) => {
    expect(() => createClientAddress([proxy])).toThrow(ConfigurationError);
  });
});

describe('the log', () => {
  const write = (fields: Record<string, unknown>, text = 'text') => {
    const lines: string[] = [];
    createNodeLog({ write: (line: string) => void lines.push(line) }).info(fields, text);
    return lines.join('');
  };

  test('behavior: a line of JSON with time, level and message', () => {
    expect(JSON.parse(write({ route: '/x' }))).toMatchObject({
      level: 'info',
      message: 'text',
      route: '/x',
      time: expect.any(String),
    });
  });

  test.each(['a\nb', 'a\r\n{"level":"error"}', '\u001b[31mred', 'a\u2028b', '\u202eabc', '\u009b31m', '"},{"a":"'])(
    'attack: log injection: %j stays within its line',
    (value) => {
      const line = write({ value });
      expect(line.match(/\n/g)).toHaveLength(1);
      const codes = [...line.trimEnd()].map((letter) => letter.codePointAt(0) as number);
      const active = (code: number) =>
        code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code < 0x202f);
      expect(codes.filter(active)).toEqual([]);
      expect(JSON.parse(line).level).toBe('info');
    },
  );

  test('attack: filling the disk: long texts are cut', () => {
    expect(write({ value: 'a'.repeat(100_000) }).length).toBeLessThan(1_000);
  });

  test('behavior: errors of ours without what caused them; others with their stack', () => {
    const inner = new Error('https://secret.example/path');
    const known = JSON.parse(write({ error: new BaseError('CODE', 'is wrong', { field: 'x', cause: inner }) }));
    expect(known.error).toEqual({ code: 'CODE', field: 'x', message: 'is wrong' });
    expect(JSON.parse(write({ error: new TypeError('bug') })).error).toMatchObject({
      name: 'TypeError',
      message: 'bug',
    });
  });
});

describe('metrics', () => {
  test('attack: labels from outside make no series', async () => {
    const metrics = createNodeMetrics({ withProcess: false });
    for (let i = 0; i < 500; i++) {
      metrics.message({ module: `module-${i}`, direction: 'in', outcome: `outcome-${i}` }, 1);
      metrics.refused(`rule-${i}`);
      metrics.request({ method: `M${i}`, route: `/route/${i}`, status: 200 }, 1);
    }
    const text = await metrics.text();
    expect(text.split('\n').length).toBeLessThan(4_000);
    expect(text).toContain('module="custom"');
    expect(text).toContain('rule="other"');
    expect(text).toContain('method="other"');
  });

  test('behavior: counts, times and states', async () => {
    const metrics = createNodeMetrics({ withProcess: true });
    metrics.message({ module: 'cdrs', direction: 'out', outcome: 'delivered' }, 20);
    metrics.gauge('platforms', 7);
    metrics.chain(123, 4);
    const text = await metrics.text();
    expect(text).toContain('gridseal_ocn_messages_total{module="cdrs",direction="out",outcome="delivered"} 1');
    expect(text).toContain('gridseal_ocn_platforms 7');
    expect(text).toContain('gridseal_ocn_registry_block 123');
    expect(text).toContain('process_cpu_seconds_total');
  });
});

import { describe, expect, test } from 'vitest';
import { readEndpoints } from './endpoints.ts';
import { readNamed, readQuorum, withAnchor, withName, withoutAnchor } from './ids.ts';

const quorum = `0x${'ab'.repeat(32)}` as const;
const other = `0x${'cd'.repeat(32)}` as const;
const needed = { mayBeEmpty: false };

describe('endpoints', () => {
  test('behavior: one a line, each once, empty lines left out', () => {
    const text = ' https://a.example \n\nhttp://127.0.0.1:8545\nhttps://A.example/\n';
    expect(readEndpoints(text, needed)).toEqual({ urls: ['https://a.example/', 'http://127.0.0.1:8545/'] });
    expect(readEndpoints(' \n', { mayBeEmpty: true })).toEqual({ urls: [] });
  });

  const hostile = [
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ws://a.example',
    'blob:https://a.example/1',
    '//a.example',
    'a.example',
    'https://',
    'https://a b.example',
  ];
  for (const url of hostile) {
    test(`attack: ${url} is refused, and its line named`, () => {
      expect(readEndpoints(`https://a.example\n${url}`, needed)).toEqual({ problem: 'notUrl', line: 2 });
    });
  }

  test('attack: a password in a URL is refused: it would be kept in the clear', () => {
    for (const url of ['https://user:secret@a.example', 'https://user@a.example', 'https://:secret@a.example']) {
      expect(readEndpoints(url, needed)).toEqual({ problem: 'credentials', line: 1 });
    }
  });

  test('error: none at all, or more than can be kept', () => {
    expect(readEndpoints('\n', needed)).toEqual({ problem: 'none', line: null });
    const many = Array.from({ length: 17 }, (_, i) => `https://h${i}.example`);
    expect(readEndpoints(many.join('\n'), needed)).toEqual({ problem: 'tooMany', line: null });
    expect(readEndpoints(many.slice(1).join('\n'), needed)).toHaveProperty('urls.length', 16);
  });
});

describe('anchors and names', () => {
  test('behavior: ids in any case, with space around', () => {
    expect(readQuorum(` ${quorum.toUpperCase().replace('X', 'x')}\n`)).toBe(quorum);
    expect(readNamed(`0x${'AB'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`);
    expect(readNamed(`0x${'ab'.repeat(152)}`)).toHaveLength(306);
  });

  test('error: what is no id', () => {
    for (const text of ['', '0x', 'ab'.repeat(32), `${quorum}ab`, quorum.slice(0, -1), `0x${'zz'.repeat(32)}`]) {
      expect(readQuorum(text)).toBeNull();
    }
    for (const text of ['', '0x', `0x${'ab'.repeat(19)}`, `0x${'ab'.repeat(4_097)}`, `0x${'ab'.repeat(20)}a`, 'Root']) {
      expect(readNamed(text)).toBeNull();
    }
  });

  test('behavior: an anchor is there once, keeps its limits, and what else trust says stays', () => {
    const trust = { anchors: [{ quorum, pathLength: 1 }], requiredEndorsements: 2 };
    expect(withAnchor(trust, quorum)).toBe(trust);
    expect(withAnchor(trust, other)).toEqual({ ...trust, anchors: [...trust.anchors, { quorum: other }] });
    expect(withoutAnchor(withAnchor(trust, other), quorum)).toEqual({ ...trust, anchors: [{ quorum: other }] });
    expect(withoutAnchor(trust, other)).toEqual(trust);
  });

  test('behavior: a name is given, changed, cut, and taken away', () => {
    const named = withName({}, quorum, ' Root ');
    expect(named).toEqual({ [quorum]: 'Root' });
    expect(withName(named, quorum, 'x'.repeat(99))).toEqual({ [quorum]: 'x'.repeat(60) });
    expect(withName(withName(named, other, 'Other'), quorum, ' ')).toEqual({ [other]: 'Other' });
  });
});

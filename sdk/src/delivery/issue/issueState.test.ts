import { describe, expect, test } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import { prepareDeliveries } from '../../envelope/index.ts';
import { authority, begunIssue } from './issue.fixtures.ts';
import { IssueState } from './issueState.ts';

const devices = ['11', '22'].map((byte): Hex => `0x${byte.repeat(32)}`);
const state = begunIssue(devices);
const again = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

describe('IssueState', () => {
  test('behavior: survives as JSON, and names the same work by the same id', () => {
    const decoded = IssueState.decode(again(state));
    expect(decoded).toEqual(state);
    expect(prepareDeliveries(authority.signer, IssueState.draftsOf(decoded)).digest).toBe(state.id);
    expect(IssueState.manifestsOf(decoded).map(({ device }) => device)).toEqual(devices);
  });

  test('behavior: without its contents nothing secret is left, and the manifests still say what was issued', () => {
    const bare = IssueState.withoutContents(state);
    const secrets = state.drafts.flatMap(({ contents }) => contents);
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) expect(JSON.stringify(bare.drafts)).not.toContain(`"${secret}"`);
    expect(IssueState.manifestsOf(bare)).toHaveLength(2);
  });

  test('error: without its contents it cannot be sealed any more', () => {
    const bare = IssueState.withoutContents(state);
    expect(() => IssueState.draftsOf(bare)).toThrow(expect.objectContaining({ field: 'issue.drafts' }));
  });

  test.each([
    ['type', 'gridseal/pending/v2'],
    ['id', '0x12'],
    ['kind', 'toString'],
    ['kind', 7],
    ['drafts', []],
    ['drafts', 'none'],
    ['serials', [1]],
    ['notAfter', -1],
    ['notBefore', 1.5],
    ['signature', 'yes'],
    ['content', { digest: `0x${'00'.repeat(32)}`, codec: 3, deadline: 1 }],
    ['leftOut', [{ device: 'all', reason: '' }]],
    ['group', undefined],
    ['secret', 'x'],
  ])('error: %s is %j', (field, value) => {
    const wrong = { ...again(state), [field]: value };
    const expected = field === 'secret' ? 'issue' : `issue.${field}`;
    expect(() => IssueState.decode(wrong)).toThrow(
      expect.objectContaining({ code: 'DECODE', field: expect.stringContaining(expected) }),
    );
  });

  test.each([null, 'x', 7, []])('error: %j is no issue', (value) => {
    expect(() => IssueState.decode(value)).toThrow(expect.objectContaining({ code: 'DECODE' }));
  });

  test('error: a manifest that breaks a rule', () => {
    const [draft] = state.drafts as [IssueState['drafts'][number]];
    const manifest = { ...(draft.manifest as object), epoch: 0 };
    expect(() => IssueState.manifestsOf({ drafts: [{ ...draft, manifest }] })).toThrow(
      expect.objectContaining({ field: 'manifest.epoch' }),
    );
  });
});

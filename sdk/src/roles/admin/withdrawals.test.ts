import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Hex } from '../../bytes/index.ts';
import { folder } from './admin.fixtures.ts';
import { AdminHome } from './home.ts';
import { PendingWithdrawals } from './withdrawals.ts';

const subject: Hex = `0x${'22'.repeat(32)}`;

describe('PendingWithdrawals', () => {
  test('behavior: the message that co-signers approve stays the same, also after a restart', async () => {
    const home = folder();
    const withdrawals = () => new PendingWithdrawals(new AdminHome(home));
    expect(await withdrawals().deadlineFor(subject, 3, 1_000, 600)).toBe(1_600);
    expect(await withdrawals().deadlineFor(subject, 3, 1_500, 600)).toBe(1_600);
  });

  test('behavior: another epoch, a deadline that has passed, or a withdrawal that is done begin anew', async () => {
    const withdrawals = new PendingWithdrawals(new AdminHome(folder()));
    await withdrawals.deadlineFor(subject, 3, 1_000, 600);
    expect(await withdrawals.deadlineFor(subject, 4, 1_100, 600)).toBe(1_700);
    expect(await withdrawals.deadlineFor(subject, 4, 1_700, 600)).toBe(2_300);
    await withdrawals.remove(subject);
    expect(await withdrawals.deadlineFor(subject, 4, 1_800, 600)).toBe(2_400);
  });

  test('behavior: a file of another form is replaced: the approvals are collected again, nothing is lost', async () => {
    const home = folder();
    const withdrawals = new PendingWithdrawals(new AdminHome(home));
    await withdrawals.deadlineFor(subject, 3, 1_000, 600);
    writeFileSync(path.join(home, 'withdrawals', `${subject.slice(2)}.json`), '{"epoch":3}');
    expect(await withdrawals.deadlineFor(subject, 3, 1_200, 600)).toBe(1_800);
  });
});

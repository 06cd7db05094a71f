import { describe, expect, test } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { DecodeError } from '../../errors/index.ts';
import { deliveryOf, deviceTarget, now, refused, script, slot } from './install.fixtures.ts';
import { install } from './install.ts';
import { withdraw } from './remove.ts';

describe('what is refused before anything is written', () => {
  test('error: rollback: an epoch that is not above the highest seen', async () => {
    const target = deviceTarget();
    await install(target, deliveryOf({ epoch: 5 }));
    await refused(target, deliveryOf({ epoch: 4 }), { code: 'INSTALL_STALE_EPOCH', field: 'manifest.epoch' });
    await refused(target, deliveryOf({ epoch: 5, files: { a: 'other' } }), { code: 'INSTALL_STALE_EPOCH' });
    await withdraw(target, slot, 9);
    await refused(target, deliveryOf({ epoch: 9 }), { code: 'INSTALL_STALE_EPOCH' });
    await install(target, deliveryOf({ epoch: 10 }));
  });

  test('error: not yet valid, expired', async () => {
    const target = deviceTarget();
    await refused(target, deliveryOf({ epoch: 1, notBefore: now + 1 }), { code: 'INSTALL_NOT_YET_VALID' });
    await refused(target, deliveryOf({ epoch: 1, notAfter: now - 1 }), { code: 'INSTALL_EXPIRED' });
  });

  test('error: the clock is set back', async () => {
    let time = now + 5000;
    const target = deviceTarget({ clock: () => time });
    await install(target, deliveryOf({ epoch: 1, notAfter: now + 9000 }));
    time = now;
    await refused(target, deliveryOf({ epoch: 2, notAfter: now + 4000 }), { code: 'INSTALL_EXPIRED' });
    time = Number.NaN;
    await refused(target, deliveryOf({ epoch: 2, notAfter: now + 4000 }), { code: 'INSTALL_EXPIRED' });
  });

  test('error: mix-and-match: contents of another manifest', async () => {
    const target = deviceTarget();
    const { manifest } = deliveryOf({ epoch: 1 });
    const other = deliveryOf({ epoch: 2 }).contents;
    await refused(target, { manifest, contents: other }, { code: 'INSTALL_CONTENT', field: 'contents[0]' });
    await refused(target, { manifest, contents: other.slice(1) }, { code: 'INSTALL_CONTENT', field: 'contents' });
    await refused(
      target,
      { manifest, contents: [...deliveryOf({ epoch: 1 }).contents, new Uint8Array()] },
      { field: 'contents' },
    );
    await refused(
      target,
      { manifest, contents: other.map(() => utf8Encode('x')) },
      { message: expect.stringContaining('size') },
    );
  });

  test('error: a command that the device does not have', async () => {
    const target = deviceTarget({ commands: { reload: { argv: script('true'), timeoutMs: 1000 } } });
    for (const name of ['other', 'constructor', 'to-string']) {
      await refused(target, deliveryOf({ epoch: 1, postInstall: ['reload', name] }), {
        code: 'INSTALL_UNKNOWN_COMMAND',
        field: 'manifest.postInstall[1]',
      });
    }
  });

  test('error: an owner that the device does not have', async () => {
    const target = deviceTarget();
    await refused(target, deliveryOf({ epoch: 1, owner: 'no-such-account' }), {
      code: 'INSTALL_UNKNOWN_ACCOUNT',
      field: 'files[0].owner',
    });
  });

  test.each([
    '../x',
    '/etc/passwd',
    'a/../../b',
    './a',
    'a//b',
    '',
    '-rf',
    'a b',
    'a;b',
    '$(id)',
    '`id`',
    'a|b',
    "a'b",
    'a"b',
    'a\nb',
    'a\0b',
    'a\\b',
    'é',
  ])('error: path traversal and shell metacharacters in a path: %j', async (path) => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1, files: { key: 'x' } });
    const files = manifest.files.map((file) => ({ ...file, path }));
    await refused(
      target,
      { manifest: { ...manifest, files }, contents },
      { code: 'DECODE', field: 'manifest.files[0].path' },
    );
  });

  test.each([
    ['owner', 'root; reboot'],
    ['group', '$(id)'],
    ['mode', '04755'],
    ['mode', '0644; id'],
    ['size', -1],
    ['digest', '0x00'],
  ])('error: %s %j', async (field, value) => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1, files: { key: 'x' } });
    const files = manifest.files.map((file) => ({ ...file, [field]: value }));
    await refused(target, { manifest: { ...manifest, files }, contents }, { field: `manifest.files[0].${field}` });
  });

  test.each(['x; reboot', '$(id)', '../../bin/sh', '`id`', 'a b', ''])('error: the command name %j', async (name) => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1 });
    await refused(
      target,
      { manifest: { ...manifest, postInstall: [name] }, contents },
      { field: 'manifest.postInstall[0]' },
    );
  });

  test('error: an authority or subject that is not 32 bytes names no file', async () => {
    const target = deviceTarget();
    const { manifest, contents } = deliveryOf({ epoch: 1 });
    const hostile = { ...manifest, subject: '0x../../x' as `0x${string}` };
    await expect(install(target, { manifest: hostile, contents })).rejects.toThrow(DecodeError);
  });
});

import { describe, expect, test } from 'vitest';
import { landingScripts } from './webSize.ts';

describe('landingScripts', () => {
  test('behavior: the entry and what it needs at once, each once', () => {
    const manifest = {
      'index.html': { file: 'assets/index.js', isEntry: true, imports: ['_a.js', '_b.js'] },
      '_a.js': { file: 'assets/a.js', imports: ['_b.js'] },
      '_b.js': { file: 'assets/b.js', imports: ['_a.js'] },
      'lazy.ts': { file: 'assets/lazy.js', imports: ['_a.js'] },
      'style.css': { file: 'assets/style.css', isEntry: true },
    };
    expect(landingScripts(manifest)).toEqual(['assets/index.js', 'assets/a.js', 'assets/b.js']);
  });

  test('error: a manifest without an entry has no scripts', () => {
    expect(landingScripts({})).toEqual([]);
    expect(landingScripts({ 'index.html': { file: 'i.js', isEntry: true, imports: ['_gone.js'] } })).toEqual(['i.js']);
  });
});

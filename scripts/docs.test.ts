import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseTimestamp, utf8Encode } from '../sdk/src/bytes/index.ts';
import { Certificate } from '../sdk/src/certificate/index.ts';
import { commands, nouns } from '../sdk/src/cli/commands/index.ts';
import { globalOptions } from '../sdk/src/cli/framework/globalOptions.ts';
import { settingKeys } from '../sdk/src/cli/framework/settings.ts';
import { TlsLeafProof } from '../sdk/src/credential/tls/index.ts';
import { verifySignature } from '../sdk/src/crypto/index.ts';
import { ChangeFile, NodeDocument } from '../sdk/src/ocn/registry/index.ts';
import { Approval, TypedData } from '../sdk/src/quorum/index.ts';
import { filesIn } from './lib/files.ts';
import { inProject } from './lib/paths.ts';

const isPage = (file: string) => file.endsWith('.md');
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'web/README.md'].filter((file) => existsSync(inProject(file))),
  ...filesIn('docs', isPage),
];
const textOf = (page: string): string => readFileSync(inProject(page), 'utf8');

/** The first JSON of a page, as bytes. */
const exampleOf = (page: string): Uint8Array => utf8Encode(/^```json\n(.*)\n```$/m.exec(textOf(page))?.[1] ?? '');

/** As GitHub makes them. */
function anchorsOf(page: string): ReadonlySet<string> {
  const prose = textOf(page).replace(/^```[\s\S]*?^```$/gm, '');
  const titles = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, title]) => title as string);
  return new Set(titles.map((title) => slug(title)));
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replace(/ /g, '-');

/** What is wrong with a link of a page; null if nothing is, or if it leads elsewhere. */
function brokenLink(page: string, link: string): string | null {
  if (/^[a-z]+:/.test(link)) return null;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : path.join(path.dirname(page), file);
  if (!existsSync(inProject(target))) return `${page}: ${link} leads nowhere`;
  if (anchor === undefined || !isPage(target)) return null;
  return anchorsOf(target).has(anchor) ? null : `${page}: ${target} has no section #${anchor}`;
}

const brokenLinks = (page: string): string[] =>
  [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) => brokenLink(page, link as string) ?? []);

/** The calls of the command in code: blocks, and words between backticks. Lines that end with a backslash are joined. */
function calls(text: string): string[] {
  const blocks = [...text.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```$/gm)].map(([, code]) => code as string);
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  const words = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code as string);
  const lines = [...blocks.flatMap((block) => block.replace(/\\\n(> )?/g, ' ').split('\n')), ...words];
  return lines
    .flatMap((line) => [...line.matchAll(/(?<![\w@/.-])(?:\.\/|\/opt\/gridseal\/bin\/)?gridseal ([^|;&)`#]*)/g)])
    .map(([, call]) => (call as string).trim())
    .filter((call) => /^[a-z]/.test(call));
}

const flagNames = (flags: string): string[] => flags.match(/--[a-z-]+/g) ?? [];
const everywhere = [...globalOptions.flatMap(({ flags }) => flagNames(flags)), '--help'];

/** What is wrong with a call; null if nothing is. */
function wrongCall(call: string): string | null {
  const words = call.replace(/'[^']*'/g, "''").split(/\s+/);
  const command = commands
    .filter(({ path: name }) => name.split(' ').every((word, i) => words[i] === word))
    .sort((a, b) => b.path.length - a.path.length)[0];
  const flags = flagNames(words.filter((word) => word.startsWith('--')).join(' '));
  if (!command) {
    const isNoun = nouns.some(({ noun }) => noun.split(' ').every((word, i) => words[i] === word));
    return isNoun && words.length <= 2 ? null : `there is no command ${call}`;
  }
  const known = [...everywhere, ...(command.options ?? []).flatMap((option) => flagNames(option.flags))];
  const unknown = flags.filter((flag) => !known.includes(flag));
  return unknown.length === 0 ? null : `gridseal ${command.path} has no ${unknown.join(', ')}`;
}

describe('the documentation', () => {
  test.each(pages)('behavior: links of %s lead somewhere', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test.each(pages)('behavior: commands and options that %s names exist', (page) => {
    expect(calls(textOf(page)).flatMap((call) => wrongCall(call) ?? [])).toEqual([]);
  });

  test('behavior: every guide, format and decision is in the index', () => {
    const index = textOf('docs/README.md');
    const missing = filesIn('docs', isPage).filter(
      (page) => page !== 'docs/README.md' && !index.includes(page.slice(5)),
    );
    expect(missing).toEqual([]);
  });

  test('behavior: each page of a format names the vectors that it has', () => {
    for (const vector of filesIn('test/vectors', (file) => file.endsWith('.json'))) {
      const naming = filesIn('docs/spec', isPage).filter((page) => textOf(page).includes(vector));
      expect(naming, vector).not.toEqual([]);
    }
  });

  test('behavior: the examples of certificate and approval are true', () => {
    const page = 'docs/spec/certificate.md';
    expect(textOf(page)).toContain(Certificate.id(Certificate.decode(exampleOf(page))));
    const approval = Approval.decode(exampleOf('docs/spec/approval.md'));
    expect(TypedData.digest(Approval.actionOf(approval))).toBe(approval.digest);
  });

  test('behavior: the example of the Open Charging Cloud is what was published', () => {
    const [, example] = /^```json\n([\s\S]*?)^```$/m.exec(textOf('docs/spec/open-charging-cloud.md')) ?? [];
    expect(example).toBe(textOf('test/vectors/occ-fundamental-quorum-1.json'));
  });

  test('behavior: the example of anchored leaves is true', () => {
    const page = 'docs/spec/x509.md';
    const id = Certificate.id(Certificate.decode(exampleOf(page)));
    const proof = /^{"batch".*}$/m.exec(textOf(page))?.[0] ?? '';
    expect(textOf(page)).toContain(id);
    expect(TlsLeafProof.decode(utf8Encode(proof)).batch).toBe(id);
  });

  test('behavior: the example of a node’s document is one, and its key has signed it', async () => {
    const document = NodeDocument.decode(exampleOf('docs/spec/ocn-node-document.md'));
    const { network, url, issued } = document;
    const rules = { network, node: document, fetchedFrom: NodeDocument.urlOf(url), now: parseTimestamp(issued) };
    expect(await NodeDocument.verify(document, rules)).toEqual({ valid: true });
  });

  test('behavior: the example of a change of the node registry is one, and its owner has signed it', () => {
    const { signer, digest, signature = '0x' } = ChangeFile.decode(exampleOf('docs/spec/node-registry.md'));
    expect(verifySignature({ signer, digest, signature })).toBe(true);
  });

  test('behavior: every setting that an option names is one of the configuration file', () => {
    const named = commands.flatMap(({ options }) => (options ?? []).flatMap(({ setting }) => setting ?? []));
    expect([...new Set(named)].filter((key) => !settingKeys.includes(key))).toEqual([]);
  });

  test('behavior: calls are found in blocks and in prose', () => {
    expect(calls(textOf('docs/guides/getting-started.md')).length).toBeGreaterThan(30);
    expect(calls(textOf('docs/guides/device.md'))).toContain('device run');
  });

  test('error: a link to nowhere, to no section, a command or an option that is not there', () => {
    expect(brokenLink('README.md', 'docs/nothing.md')).toContain('leads nowhere');
    expect(brokenLink('README.md', 'docs/cli.md#nothing')).toContain('no section');
    expect(calls('`gridseal quorum destroy`\n```sh\nx=$(gridseal up \\\n  --all) # gridseal\n```\n')).toEqual([
      'up    --all',
      'quorum destroy',
    ]);
    expect(wrongCall('quorum destroy root --now')).toContain('no command');
    expect(wrongCall('up --all')).toBe('gridseal up has no --all');
  });
});

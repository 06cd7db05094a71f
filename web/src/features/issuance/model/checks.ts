import { isChannel } from '@gridseal/sdk/delivery/subject';
import { parseDuration } from './duration.ts';
import { type Recipe, wordsOf } from './recipe.ts';

/** The wizard's steps before anything is made. */
export const steps = ['who', 'what', 'howLong', 'review'] as const;
export type Step = (typeof steps)[number];

/** What keeps a recipe from being issued. `code` is the key of its text. */
export interface Complaint {
  readonly step: Step;
  readonly field: keyof Recipe | 'authorityKey' | 'files';
  readonly code:
    | 'noDevices'
    | 'groupNeeded'
    | 'groupName'
    | 'channel'
    | 'principals'
    | 'principalForm'
    | 'names'
    | 'dnsForm'
    | 'ipForm'
    | 'commonName'
    | 'usages'
    | 'addressForm'
    | 'command'
    | 'keyId'
    | 'authorityKey'
    | 'noKey'
    | 'files'
    | 'ttl'
    | 'postInstall'
    | 'authority';
  /** The word that is wrong: text from the user. */
  readonly word?: string;
}

/** What the recipe is judged with. */
export interface Surroundings {
  /** Whether a key that signs certificates of this kind is at hand. */
  readonly hasAuthorityKey: boolean;
  /** How many files were chosen. */
  readonly files: number;
  /** How many of the devices have enrolled no key of this kind. */
  readonly withoutKey?: number;
}

const principal = /^[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,254}$/;
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const dns = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);
const network = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(?:\/\d{1,3})?)$/;
const command = /^[a-z][a-z0-9-]{0,31}$/;
const hidden = /[\p{Cc}\p{Cf}]/u;

/** Everything that is wrong, in the order of the steps; empty when it can be issued. */
export function complaintsOf(recipe: Recipe, around: Surroundings): readonly Complaint[] {
  return [...who(recipe), ...what(recipe, around), ...howLong(recipe), ...review(recipe)];
}

function* who({ devices, group, channel }: Recipe): Generator<Complaint> {
  if (devices.length === 0) yield { step: 'who', field: 'devices', code: 'noDevices' };
  if (devices.length > 1 && group.trim() === '') yield { step: 'who', field: 'group', code: 'groupNeeded' };
  if ([...group].length > 200 || hidden.test(group)) yield { step: 'who', field: 'group', code: 'groupName' };
  if (!isChannel(channel)) yield { step: 'who', field: 'channel', code: 'channel' };
}

function* what(recipe: Recipe, { hasAuthorityKey, files, withoutKey = 0 }: Surroundings): Generator<Complaint> {
  const at = (field: Complaint['field'], code: Complaint['code'], word?: string): Complaint => {
    return { step: 'what', field, code, ...(word === undefined ? {} : { word }) };
  };
  if (recipe.kind === 'files') {
    if (files === 0) yield at('files', 'files');
  } else {
    if (!hasAuthorityKey) yield at('authorityKey', 'authorityKey');
    if (recipe.keys === 'device' && withoutKey > 0) yield at('keys', 'noKey', String(withoutKey));
  }
  if (recipe.kind === 'sshUser' || recipe.kind === 'sshHost') yield* ssh(recipe, at);
  if (recipe.kind === 'tls') yield* tls(recipe, at);
  for (const name of wordsOf(recipe.postInstall)) if (!command.test(name)) yield at('postInstall', 'postInstall', name);
  if (wordsOf(recipe.postInstall).length > 8) yield at('postInstall', 'postInstall');
}

type At = (field: Complaint['field'], code: Complaint['code'], word?: string) => Complaint;

function* ssh(recipe: Recipe, at: At): Generator<Complaint> {
  const names = wordsOf(recipe.principals);
  if (names.length === 0 || names.length > 256) yield at('principals', 'principals');
  const wrong = names.find((name) => !principal.test(name));
  if (wrong !== undefined) yield at('principals', 'principalForm', wrong);
  if (recipe.keyId.length > 255 || hidden.test(recipe.keyId)) yield at('keyId', 'keyId');
  if (recipe.kind !== 'sshUser') return;
  const place = wordsOf(recipe.sourceAddress).find((word) => !network.test(word));
  if (place !== undefined) yield at('sourceAddress', 'addressForm', place);
  if (recipe.forceCommand.length > 4_096 || /[\0\r\n]/.test(recipe.forceCommand)) yield at('forceCommand', 'command');
}

function* tls(recipe: Recipe, at: At): Generator<Complaint> {
  const [hosts, addresses] = [wordsOf(recipe.dns), wordsOf(recipe.ip)];
  const count = hosts.length + addresses.length;
  if (count === 0 || count > 100) yield at('dns', 'names');
  const host = hosts.find((name) => name.length > 253 || !dns.test(name));
  if (host !== undefined) yield at('dns', 'dnsForm', host);
  const address = addresses.find((word) => !isAddress(word));
  if (address !== undefined) yield at('ip', 'ipForm', address);
  if (recipe.usages.length === 0) yield at('usages', 'usages');
  if ([...recipe.commonName].length > 64 || hidden.test(recipe.commonName)) yield at('commonName', 'commonName');
}

function isAddress(text: string): boolean {
  const parts = text.split('.');
  if (parts.length === 4) return parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return /^[0-9a-f:]{2,39}$/.test(text) && URL.canParse(`http://[${text}]/`);
}

function* howLong({ ttl }: Recipe): Generator<Complaint> {
  if (parseDuration(ttl) === null) yield { step: 'howLong', field: 'ttl', code: 'ttl' };
}

function* review({ authority }: Recipe): Generator<Complaint> {
  if (authority === '') yield { step: 'review', field: 'authority', code: 'authority' };
}

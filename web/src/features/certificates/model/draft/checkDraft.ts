import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import { BaseError } from '@gridseal/sdk/errors';
import { OcpiId } from '@gridseal/sdk/ocn/registry';
import { type Draft, type DraftField, instantOf, secondsOf, serialOf } from './draft.ts';

/** What is wrong with a field. A `code` has words of its own; the decoder's own message says the rest. */
export interface Problem {
  readonly code: 'missing' | 'notHex' | 'notNumber' | 'notTime' | 'twice' | 'decoder';
  readonly message: string;
}

/** What became of a draft: the certificate, or what is wrong, field by field. */
export interface Checked {
  /** Null while anything is wrong. */
  readonly certificate: Certificate.Certificate | null;
  readonly problems: ReadonlyMap<DraftField, Problem>;
  /** What is wrong with the whole: it is too long. */
  readonly whole: string | null;
}

/**
 * Checks a draft as every reader of the certificate will: each field goes through the SDK's own decoder, alone, so that none waits for
 * another to be mended.
 */
export function checkDraft(draft: Draft): Checked {
  const problems = new Map<DraftField, Problem>();
  for (const [field, check] of checks) {
    const problem = check(draft);
    if (problem) problems.set(field, problem);
  }
  if (problems.size > 0) return { certificate: null, problems, whole: null };
  try {
    return { certificate: Certificate.from(inputOf(draft)), problems, whole: null };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { certificate: null, problems, whole: error.message };
  }
}

type Input = Certificate.CertificateInput;

/** Sound in everything, so that what the decoder says is about the one field that is put into it. */
const sound: Input = {
  kind: 'party',
  subject: { name: 'x' },
  usages: [],
  notBefore: 0,
  notAfter: 253_402_300_799,
  serial: new Uint8Array(16),
};

function decoded(part: Partial<Input>): Problem | null {
  try {
    Certificate.from({ ...sound, ...part });
    return null;
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { code: 'decoder', message: error.shortMessage };
  }
}

const own = (code: Problem['code'], message: string): Problem => ({ code, message });
const missing = own('missing', 'is missing');
const isDigits = (text: string) => /^\d{1,12}$/.test(text.trim());

function hexOr(text: string, then: (hex: Hex) => Problem | null): Problem | null {
  const given = text.trim();
  if (given === '') return null;
  return isHex(given) ? then(given.toLowerCase() as Hex) : own('notHex', 'is not hexadecimal with 0x before it');
}

function numberOr(text: string, then: (value: number) => Problem | null): Problem | null {
  if (text.trim() === '') return missing;
  return isDigits(text) ? then(Number(text)) : own('notNumber', 'is not a whole number');
}

const mayCertify = ({ usages }: Draft) => usages.includes('signCertificates');

const checks: readonly (readonly [DraftField, (draft: Draft) => Problem | null])[] = [
  ['name', ({ name }) => (name.trim() === '' ? missing : decoded({ subject: { name: name.trim() } }))],
  ['role', ({ role }) => (role.trim() ? decoded({ subject: { name: 'x', role: role.trim() } }) : null)],
  ['signer', ({ signer }) => hexOr(signer, (hex) => decoded({ subject: { name: 'x', signer: hex } }))],
  ['keys', ({ keys }) => decoded({ subject: { name: 'x', keys } })],
  ['usages', ({ usages }) => decoded({ usages })],
  [
    'pathLength',
    (draft) => {
      if (!mayCertify(draft) || draft.pathLength.trim() === '') return null;
      return numberOr(draft.pathLength, (pathLength) => decoded({ usages: ['signCertificates'], pathLength }));
    },
  ],
  ['required', ({ required }) => numberOr(required, (requiredEndorsements) => decoded({ requiredEndorsements }))],
  ['from', ({ from }) => (from === '' ? missing : secondsOf(from) === null ? own('notTime', 'is not a time') : null)],
  [
    'until',
    ({ from, until }) => {
      if (until === '') return missing;
      if (secondsOf(until) === null) return own('notTime', 'is not a time');
      return secondsOf(from) === null ? null : decoded({ notBefore: instantOf(from), notAfter: instantOf(until) });
    },
  ],
  ['replaces', ({ replaces }) => checkReplaces(replaces)],
  ['party', (draft) => (hasParty(draft) ? checkParty(draft.party) : null)],
  ['leavesRoot', (draft) => (draft.kind === 'tlsLeaves' ? checkRoot(draft.leavesRoot) : null)],
  [
    'leavesSize',
    ({ kind, leavesSize }) =>
      kind === 'tlsLeaves' ? numberOr(leavesSize, (size) => decoded({ kind, leaves: { root: zero, size } })) : null,
  ],
];

const zero: Hex = `0x${'00'.repeat(32)}`;

const hasParty = ({ kind, party }: Draft) => kind === 'party' && party.trim() !== '';

function partyOf(text: string) {
  const { country_code: countryCode, party_id: partyId } = OcpiId.parse(text.trim());
  return { countryCode, partyId };
}

function checkParty(text: string): Problem | null {
  try {
    return decoded({ subject: { name: 'x', party: partyOf(text) } });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { code: 'decoder', message: error.shortMessage };
  }
}

function checkRoot(root: string): Problem | null {
  if (root.trim() === '') return missing;
  return hexOr(root, (hex) => decoded({ kind: 'tlsLeaves', leaves: { root: hex, size: 1 } }));
}

/** Checks one id more, before it is added. */
export function checkReplaces(ids: readonly string[]): Problem | null {
  if (new Set(ids.map((id) => id.toLowerCase())).size < ids.length) return own('twice', 'is there twice');
  const bad = ids.map((id) => hexOr(id, () => null)).find((problem) => problem !== null);
  return bad ?? decoded({ edges: edgesOf(ids) });
}

const edgesOf = (ids: readonly string[]) =>
  ids.map((id) => ({ type: 'replaces' as const, certificate: id.toLowerCase() as Hex }));

function inputOf(draft: Draft): Input {
  const [role, signer] = [draft.role.trim(), draft.signer.trim()];
  const isAuthority = mayCertify(draft);
  return {
    kind: draft.kind,
    subject: {
      name: draft.name.trim(),
      ...(role ? { role } : {}),
      ...(hasParty(draft) ? { party: partyOf(draft.party) } : {}),
      keys: draft.keys,
      ...(signer ? { signer: signer as Hex } : {}),
    },
    usages: draft.usages,
    ...(isAuthority && draft.certifies.length > 0 ? { certifies: draft.certifies } : {}),
    ...(isAuthority && draft.pathLength.trim() ? { pathLength: Number(draft.pathLength) } : {}),
    requiredEndorsements: Number(draft.required),
    notBefore: instantOf(draft.from),
    notAfter: instantOf(draft.until),
    ...(draft.replaces.length > 0 ? { edges: edgesOf(draft.replaces) } : {}),
    ...(draft.kind === 'tlsLeaves'
      ? { leaves: { root: draft.leavesRoot.trim() as Hex, size: Number(draft.leavesSize) } }
      : {}),
    serial: serialOf(draft),
  };
}

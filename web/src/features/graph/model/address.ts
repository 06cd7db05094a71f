import type { Hex } from '@gridseal/sdk/bytes';
import {
  type CertificateKind,
  type CertificateUsage,
  certificateKinds,
  certificateUsages,
} from '@gridseal/sdk/certificate';
import type { Filters } from './filter.ts';
import { idFrom, type Look } from './look.ts';
import { type Standing, standings } from './picture.ts';

/** What is looked at, as the page's address says it: it can be shared, and is there again when one comes back. */
export interface Address {
  /** A certificate, quorum or signer that is selected. */
  readonly id: Hex | null;
  /** In the place of an id stands something else. */
  readonly isBroken: boolean;
  readonly look: Look;
  readonly filters: Filters;
  /** Whether many that are alike are drawn as one. */
  readonly grouped: boolean;
}

const LONGEST_ROLE = 256;
const DEEPEST = 64;

/** Reads what comes after `/graph/`: an id, and names with values. Anybody can write a link: what makes no sense is left out. */
export function readAddress(rest: string): Address {
  const parts = rest.split('/').filter((part) => part !== '');
  const given = parts.find((part) => !part.includes('='));
  const values = new Map(parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  const id = idFrom(given);
  return {
    id,
    isBroken: given !== undefined && id === null,
    look: lookFrom(values.get('from')),
    filters: {
      kind: oneOf<CertificateKind>(values.get('kind'), certificateKinds),
      role: textFrom(values.get('role')).slice(0, LONGEST_ROLE),
      usage: oneOf<CertificateUsage>(values.get('usage'), certificateUsages),
      standing: oneOf<Standing>(values.get('state'), standings),
      depth: depthFrom(values.get('depth')),
      signers: values.get('signers') === 'on',
    },
    grouped: values.get('grouped') !== 'off',
  };
}

/** The path of an address; what is as usual is left out. */
export function pathOf({ id, look, filters, grouped }: Omit<Address, 'isBroken'>): string {
  const { kind, role, usage, standing, depth, signers } = filters;
  const values = {
    from: look === 'mine' ? '' : look,
    kind,
    role: encodeURIComponent(role.toWellFormed()),
    usage,
    state: standing,
    depth: depth === null ? '' : String(depth),
    signers: signers ? 'on' : '',
    grouped: grouped ? '' : 'off',
  };
  const parts = Object.entries(values).flatMap(([name, value]) => (value === '' ? [] : [`${name}=${value}`]));
  return ['/graph', ...(id === null ? [] : [id]), ...parts].join('/');
}

function lookFrom(text: string | undefined): Look {
  if (text === 'all') return 'all';
  const quorum = idFrom(text);
  return quorum?.length === 66 ? quorum : 'mine';
}

function oneOf<Word extends string>(text: string | undefined, words: readonly Word[]): Word | '' {
  return words.find((word) => word === text) ?? '';
}

function depthFrom(text: string | undefined): number | null {
  const depth = Number(text);
  return Number.isInteger(depth) && depth >= 1 && depth <= DEEPEST ? depth : null;
}

function textFrom(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

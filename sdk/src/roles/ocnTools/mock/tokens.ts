import { type AllowedType, formatDateTime, type Party, type Token } from '../../../protocol/ocpi/index.ts';
import { chanceOf } from './chance.ts';

/** A token and what its owner says when it is asked about it. */
export interface MockToken {
  readonly token: Token;
  readonly allowed: AllowedType;
}

export interface TokensOptions {
  readonly owner: Party;
  readonly name: string;
  readonly seed: number;
  readonly count: number;
  readonly now: number;
}

/** Most are good; every seventh is blocked, every ninth without credit, every eleventh expired. */
export function mockTokens({ owner, name, seed, count, now }: TokensOptions): readonly MockToken[] {
  const chance = chanceOf(seed ^ 0x70_6b_65_6e);
  const { country_code, party_id } = owner;
  return Array.from({ length: count }, (_, i) => {
    const allowed: AllowedType =
      i % 7 === 6 ? 'BLOCKED' : i % 9 === 8 ? 'NO_CREDIT' : i % 11 === 10 ? 'EXPIRED' : 'ALLOWED';
    const isCard = i % 3 !== 1;
    const digits = Array.from({ length: 14 }, () => chance.between(0, 15).toString(16).toUpperCase()).join('');
    const contract = `${country_code}-${party_id}-C${String(i + 1).padStart(8, '0')}`;
    return {
      allowed,
      token: {
        ...{ country_code, party_id, uid: isCard ? digits : `APP-${digits}`, type: isCard ? 'RFID' : 'APP_USER' },
        ...{ contract_id: contract, visual_number: contract, issuer: name },
        // Who has no credit may have some tomorrow: the token itself is good, and has to be asked about.
        valid: allowed === 'ALLOWED' || allowed === 'NO_CREDIT',
        whitelist: allowed === 'ALLOWED' ? chance.pick(['ALLOWED', 'ALWAYS', 'NEVER'] as const) : 'NEVER',
        language: 'en',
        last_updated: formatDateTime(now),
      },
    };
  });
}

import type { Hex } from '../../../sdk/src/bytes/index.ts';
import { type Signer, secp256k1Signer } from '../../../sdk/src/crypto/index.ts';
import type { Party } from '../../../sdk/src/protocol/ocpi/index.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';

/** Somebody of the network: what people call it, its OCPI id, and which of the sandbox's wallets is its own. */
export interface Member {
  readonly name: string;
  readonly wallet: string;
  readonly index: number;
  readonly id: Party;
}

const member = (name: string, index: number, country_code: string, party_id: string): Member => ({
  ...{ name, index, id: { country_code, party_id } },
  wallet: (name.split(' ')[0] as string).toLowerCase(),
});

/** The id of an operator is that of its node, which is a hub for those who register with it. */
export const operators = {
  aurora: member('Aurora Charging', 1, 'DE', 'AUR'),
  boreal: member('Boreal Mobility', 2, 'NL', 'BOR'),
} as const;

export const parties = {
  cpo: member('Cirrus Charging', 3, 'DE', 'CIR'),
  emsp: member('Delta Drive', 6, 'NL', 'DEL'),
  /** Nobody yet: the reader's own. */
  own: member('Echo Roaming', 7, 'BE', 'ECH'),
} as const;

export const everybody: readonly Member[] = [...Object.values(operators), ...Object.values(parties)];

/** `DE/CIR`, as the command has it. */
export const idOf = ({ id }: Pick<Member, 'id'>): string => `${id.country_code}/${id.party_id}`;

export const addressOf = (sandbox: Sandbox, { index }: Member): Hex =>
  sandbox.account(index).address.toLowerCase() as Hex;

export const signerOf = (sandbox: Sandbox, { index }: Member): Signer =>
  secp256k1Signer(sandbox.account(index).getHdKey().privateKey as Uint8Array);

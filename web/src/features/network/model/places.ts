import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { type Party, partyKey } from '@gridseal/sdk/protocol/ocpi';

/** Where a party's page is. @example `partyPath({ country_code: 'DE', party_id: 'ABC' }) // '/network/parties/DE-ABC'` */
export function partyPath(id: Party): string {
  return `/network/parties/${partyKey(id)}`;
}

export function nodePath(operator: Hex): string {
  return `/network/nodes/${operator}`;
}

/** The operator that a page's address names, lower case; null if it names none. */
export function operatorFrom(text: string | undefined): Hex | null {
  return isHex(text, 20) ? (text.toLowerCase() as Hex) : null;
}

/** Two letters, three letters or digits; with or without what people write between them. */
const idForm = /^([a-z]{2})[-*_ ]?([a-z0-9]{3})$/i;

/** The party that a text names: `DE-ABC`, `de*abc`, `DEABC`; null if it names none. */
export function partyFrom(text: string | undefined): Party | null {
  const found = idForm.exec(text?.trim() ?? '');
  const [, country, id] = found ?? [];
  return country && id ? { country_code: country.toUpperCase(), party_id: id.toUpperCase() } : null;
}

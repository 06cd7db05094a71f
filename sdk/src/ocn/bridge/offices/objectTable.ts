import type { PageQuery, Party, TokenType } from '../../../protocol/ocpi/index.ts';
import { foldCiString, partyKey } from '../../../protocol/ocpi/index.ts';
import type { ObjectPage } from '../backOffice.ts';

/** What a back office keeps objects of. */
export type ObjectKind = 'locations' | 'sessions' | 'cdrs' | 'tariffs' | 'tokens' | 'hubclientinfo';
/** Ours, or what others have pushed to us. */
export type Shelf = 'own' | 'received';

/** Any object of OCPI, as far as a table looks at it. */
export interface StoredObject {
  readonly last_updated: string;
}

/** Where objects lie, as the JSON that OCPI has for them. */
export interface ObjectTable {
  get(shelf: Shelf, kind: ObjectKind, key: string): Promise<StoredObject | null>;
  /** Reads and writes in one step; null takes the object away, undefined leaves it as it is. @returns Whether there was one before. */
  change(
    shelf: Shelf,
    kind: ObjectKind,
    key: string,
    change: (before: StoredObject | null) => StoredObject | null | undefined,
  ): Promise<boolean>;
  /** In the order in which they came first. @param owner Only those of one party. */
  list(shelf: Shelf, kind: ObjectKind, query: PageQuery, owner: Party | null): Promise<ObjectPage<StoredObject>>;
}

/** The one spelling of an object's name. Begins with {@link ownerPrefix}. */
export function objectKey(owner: Party, id: string, type?: TokenType): string {
  return `${ownerPrefix(owner)}${foldCiString(id)}${type === undefined ? '' : `/${type}`}`;
}

export const ownerPrefix = (owner: Party): string => `${partyKey(owner)}/`;

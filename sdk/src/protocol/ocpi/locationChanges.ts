import { ArgumentError, NotFoundError } from '../../errors/index.ts';
import { sameCiString } from './ciString.ts';
import type { Connector, ConnectorPatch } from './connector.ts';
import type { Evse, EvsePatch } from './evse.ts';
import type { Location, LocationPatch } from './location.ts';
import { merge } from './patch.ts';

/** The EVSE with this uid; null if the location has none. */
export function findEvse(location: Location, uid: string): Evse | null {
  return location.evses?.find((evse) => sameCiString(evse.uid, uid)) ?? null;
}

/** The connector with this id; null if the EVSE has none. */
export function findConnector(evse: Evse, id: string): Connector | null {
  return evse.connectors.find((connector) => sameCiString(connector.id, id)) ?? null;
}

function evseOf(location: Location, uid: string): Evse {
  const evse = findEvse(location, uid);
  if (!evse) throw new NotFoundError('is not an EVSE of the location', { field: 'evse_uid' });
  return evse;
}

/** In the place of the one that is the same, or after all others. */
function withItem<T>(items: readonly T[], item: T, isSame: (one: T) => boolean): T[] {
  return items.some(isSame) ? items.map((one) => (isSame(one) ? item : one)) : [...items, item];
}

/**
 * A location with a new or replaced EVSE, which also says when the location was updated last.
 *
 * @throws {ArgumentError} if the EVSE is not the one of the URL.
 * @see OCPI 2.2.1-d2, "Locations", Receiver Interface, PUT
 * @example `putEvse(location, params.evse_uid, decode(evseSchema, body, 'evse'))`
 */
export function putEvse(location: Location, uid: string, evse: Evse): Location {
  if (!sameCiString(evse.uid, uid)) throw new ArgumentError('is not the one of the URL', { field: 'uid' });
  const evses = withItem(location.evses ?? [], evse, (one) => sameCiString(one.uid, uid));
  return { ...location, evses, last_updated: evse.last_updated };
}

/**
 * A location with a new or replaced connector, whose EVSE and itself were updated when the connector was.
 *
 * @throws {NotFoundError} if there is no such EVSE.
 * @throws {ArgumentError} if the connector is not the one of the URL.
 */
export function putConnector(location: Location, uid: string, id: string, connector: Connector): Location {
  if (!sameCiString(connector.id, id)) throw new ArgumentError('is not the one of the URL', { field: 'id' });
  const evse = evseOf(location, uid);
  const connectors = withItem(evse.connectors, connector, (one) => sameCiString(one.id, id));
  return putEvse(location, uid, { ...evse, connectors, last_updated: connector.last_updated });
}

/**
 * A location after a PATCH. Fields replace fields: a list is replaced as a whole.
 *
 * @throws {ArgumentError} naming `id`, `country_code` or `party_id` if they would change.
 * @see OCPI 2.2.1-d2, "Locations", Receiver Interface, PATCH
 * @example `patchLocation(location, { name: 'Interparking Gent Zuid', last_updated: '2019-06-25T12:00:00Z' })`
 */
export function patchLocation(location: Location, patch: LocationPatch): Location {
  return merge(location, patch, ['country_code', 'party_id', 'id']);
}

/**
 * A location after a PATCH of one of its EVSEs, which also says when the location was updated last.
 *
 * @throws {NotFoundError} if there is no such EVSE.
 * @throws {ArgumentError} if its uid would change.
 * @example `patchEvse(location, '3255', { status: 'CHARGING', last_updated: '2019-06-24T12:39:09Z' })`
 */
export function patchEvse(location: Location, uid: string, patch: EvsePatch): Location {
  return putEvse(location, uid, merge(evseOf(location, uid), patch, ['uid']));
}

/**
 * A location after a PATCH of one connector, which also says when its EVSE and the location were updated last.
 *
 * @throws {NotFoundError} if there is no such EVSE or connector.
 * @throws {ArgumentError} if its id would change.
 */
export function patchConnector(location: Location, uid: string, id: string, patch: ConnectorPatch): Location {
  const connector = findConnector(evseOf(location, uid), id);
  if (!connector) throw new NotFoundError('is not a connector of the EVSE', { field: 'connector_id' });
  return putConnector(location, uid, id, merge(connector, patch, ['id']));
}

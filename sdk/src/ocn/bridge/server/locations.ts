import {
  type Connector,
  type ConnectorPatch,
  compareDateTimes,
  type Evse,
  type EvsePatch,
  findConnector,
  findEvse,
  type Location,
  type LocationPatch,
  OcpiError,
  patchConnector,
  patchEvse,
  patchLocation,
  putConnector,
  putEvse,
  sameCiString,
} from '../../../protocol/ocpi/index.ts';
import type { Incoming } from './call.ts';
import type { Handlers } from './handlers.ts';
import { listPage } from './lists.ts';
import { assertNotOlder, changeObject, found, keyOf } from './objects.ts';

const MODULE = 'locations';
const evseOf = (location: Location, { parameters }: Incoming) =>
  found(findEvse(location, parameters.evse_uid ?? ''), MODULE, 'evse_uid');
const connectorOf = (evse: Evse, { parameters }: Incoming) =>
  found(findConnector(evse, parameters.connector_id ?? ''), MODULE, 'connector_id');

/** @see OCPI 2.2.1-d2, "Locations", Sender Interface */
export const locationsSender: Handlers = {
  'locations.list': (incoming, context) => listPage(context, side(context.data.locations?.sender), incoming),
  'locations.get': async (incoming, { data }) => ({ data: await own(incoming, data) }),
  'locations.getEvse': async (incoming, { data }) => ({ data: evseOf(await own(incoming, data), incoming) }),
  'locations.getConnector': async (incoming, { data }) => {
    return { data: connectorOf(evseOf(await own(incoming, data), incoming), incoming) };
  },
};

/** @see OCPI 2.2.1-d2, "Locations", Receiver Interface */
export const locationsReceiver: Handlers = {
  'locations.getPushed': async (incoming, { data }) => ({ data: await pushed(incoming, data) }),
  'locations.getPushedEvse': async (incoming, { data }) => ({ data: evseOf(await pushed(incoming, data), incoming) }),
  'locations.getPushedConnector': async (incoming, { data }) => {
    return { data: connectorOf(evseOf(await pushed(incoming, data), incoming), incoming) };
  },
  'locations.put': change((before, incoming) => {
    const location = incoming.body as Location;
    if (!sameCiString(location.id, incoming.parameters.location_id ?? '')) {
      throw new OcpiError('invalidParameters', 'is not the one of the URL', { field: 'id' });
    }
    assertNotOlder(location, before);
    return location;
  }),
  'locations.patch': change((before, incoming) => {
    const [patch, location] = [incoming.body as LocationPatch, known(before)];
    assertNotOlder(patch, location);
    return patchLocation(location, patch);
  }),
  'locations.putEvse': change((before, incoming) => {
    const [evse, location, uid] = [incoming.body as Evse, known(before), incoming.parameters.evse_uid ?? ''];
    assertNotOlder(evse, findEvse(location, uid));
    return newest(location, putEvse(location, uid, evse));
  }),
  'locations.patchEvse': change((before, incoming) => {
    const [patch, location] = [incoming.body as EvsePatch, known(before)];
    assertNotOlder(patch, evseOf(location, incoming));
    return newest(location, patchEvse(location, incoming.parameters.evse_uid ?? '', patch));
  }),
  'locations.putConnector': change((before, incoming) => {
    const [connector, location] = [incoming.body as Connector, known(before)];
    const { evse_uid = '', connector_id = '' } = incoming.parameters;
    assertNotOlder(connector, findConnector(evseOf(location, incoming), connector_id));
    return newest(location, putConnector(location, evse_uid, connector_id, connector));
  }),
  'locations.patchConnector': change((before, incoming) => {
    const [patch, location] = [incoming.body as ConnectorPatch, known(before)];
    const { evse_uid = '', connector_id = '' } = incoming.parameters;
    assertNotOlder(patch, connectorOf(evseOf(location, incoming), incoming));
    return newest(location, patchConnector(location, evse_uid, connector_id, patch));
  }),
};

/** A part that is older than another part does not make the whole older. */
function newest(before: Location, after: Location): Location {
  const isNewer = compareDateTimes(after.last_updated, before.last_updated) >= 0;
  return isNewer ? after : { ...after, last_updated: before.last_updated };
}

const known = (location: Location | null): Location => found(location, MODULE, 'location_id');
const side = <T>(one: T | undefined): T => found(one, MODULE, 'module');

async function own(incoming: Incoming, data: Parameters<Handlers[string]>[1]['data']): Promise<Location> {
  const location = await side(data.locations?.sender).get(incoming.parameters.location_id ?? '', incoming.call);
  return known(location);
}

async function pushed(incoming: Incoming, data: Parameters<Handlers[string]>[1]['data']): Promise<Location> {
  return known(await side(data.locations?.receiver).get(keyOf(incoming, 'location_id'), incoming.call));
}

function change(make: (before: Location | null, incoming: Incoming) => Location): Handlers[string] {
  return async (incoming, { data }) => {
    const receiver = side(data.locations?.receiver);
    await changeObject(receiver, keyOf(incoming, 'location_id'), incoming, (before) => make(before, incoming));
    return {};
  };
}

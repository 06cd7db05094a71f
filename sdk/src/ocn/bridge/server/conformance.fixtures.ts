import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { them } from '../testing/hubbed.ts';

/** One endpoint, with a request that is good, and what makes it another's. */
export interface Case {
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** The same for something that is not there. */
  readonly unknown?: string;
  /** The same in the name of another owner. */
  readonly stranger?: { readonly path?: string; readonly body?: Readonly<Record<string, unknown>> };
  /** A body in which something is wrong. */
  readonly bad?: Readonly<Record<string, unknown>>;
}

const T = '2026-11-20T10:00:00Z';
const ofThem = <O extends object>(object: O): O & typeof them => ({ ...object, ...them });
export const location = { ...ofThem(fixtures.location()), x_vendor: { kept: [1, 'two'] } };
export const session = { ...ofThem(fixtures.session()), x_vendor: 'kept' };
const tariff = { ...ofThem(fixtures.tariff()), x_vendor: 'kept' };
export const token = { ...ofThem(fixtures.token()), uid: 'T1', x_vendor: 'kept' };
export const cdr = { ...ofThem(fixtures.cdr()), x_vendor: 'kept' };
const LOC = '/NL/EMP/LOC1';
const OTHER = '/FR/XYZ';
const command = (body: object): Case => ({
  path: '',
  body: { ...body, response_url: 'HUB/answers/1' },
  bad: { ...body, response_url: 'no url' },
});
const profile = '/S1?duration=900&response_url=HUB%2Fanswers%2F2';

/** A case for each endpoint, by its name. */
export const cases: Readonly<Record<string, Case>> = {
  'locations.list': { path: '?limit=2&offset=0' },
  'locations.get': { path: '/OWN1', unknown: '/NONE' },
  'locations.getEvse': { path: '/OWN1/evse-1', unknown: '/OWN1/none' },
  'locations.getConnector': { path: '/OWN1/evse-1/1', unknown: '/OWN1/evse-1/9' },
  'locations.put': {
    path: LOC,
    body: location,
    stranger: { path: `${OTHER}/LOC1` },
    bad: { ...location, coordinates: 'here' },
  },
  'locations.getPushed': { path: LOC, unknown: '/NL/EMP/NONE', stranger: { path: `${OTHER}/LOC1` } },
  'locations.getPushedEvse': {
    path: `${LOC}/evse-1`,
    unknown: `${LOC}/none`,
    stranger: { path: `${OTHER}/LOC1/evse-1` },
  },
  'locations.getPushedConnector': {
    path: `${LOC}/evse-1/1`,
    unknown: `${LOC}/evse-1/9`,
    stranger: { path: `${OTHER}/LOC1/evse-1/1` },
  },
  'locations.patch': {
    path: LOC,
    body: { name: 'New', last_updated: T },
    unknown: '/NL/EMP/NONE',
    stranger: { path: `${OTHER}/LOC1` },
    bad: { name: 'New' },
  },
  'locations.putEvse': {
    path: `${LOC}/evse-1`,
    body: fixtures.evse(),
    unknown: '/NL/EMP/NONE/evse-1',
    stranger: { path: `${OTHER}/LOC1/evse-1` },
    bad: { uid: 'evse-1' },
  },
  'locations.patchEvse': {
    path: `${LOC}/evse-1`,
    body: { status: 'CHARGING', last_updated: T },
    unknown: `${LOC}/none`,
    stranger: { path: `${OTHER}/LOC1/evse-1` },
    bad: { status: 'BUSY', last_updated: T },
  },
  'locations.putConnector': {
    path: `${LOC}/evse-1/1`,
    body: fixtures.connector(),
    unknown: `${LOC}/none/1`,
    stranger: { path: `${OTHER}/LOC1/evse-1/1` },
    bad: { id: '1' },
  },
  'locations.patchConnector': {
    path: `${LOC}/evse-1/1`,
    body: { max_amperage: 16, last_updated: T },
    unknown: `${LOC}/evse-1/9`,
    stranger: { path: `${OTHER}/LOC1/evse-1/1` },
    bad: { max_amperage: -1, last_updated: T },
  },
  'sessions.list': { path: '?date_from=2026-01-01T00:00:00Z' },
  'sessions.setChargingPreferences': {
    path: '/S1/charging_preferences',
    body: fixtures.chargingPreferences(),
    unknown: '/S9/charging_preferences',
    bad: { profile_type: 'SLOW' },
  },
  'sessions.put': {
    path: '/NL/EMP/S1',
    body: session,
    stranger: { path: `${OTHER}/S1` },
    bad: { ...session, kwh: 'many' },
  },
  'sessions.getPushed': { path: '/NL/EMP/S1', unknown: '/NL/EMP/S9', stranger: { path: `${OTHER}/S1` } },
  'sessions.patch': {
    path: '/NL/EMP/S1',
    body: { kwh: 12, last_updated: T },
    unknown: '/NL/EMP/S9',
    stranger: { path: `${OTHER}/S1` },
    bad: { kwh: 12 },
  },
  'cdrs.list': { path: '' },
  'cdrs.post': {
    path: '',
    body: cdr,
    stranger: { body: { ...cdr, party_id: 'XYZ', id: 'C2' } },
    bad: { ...cdr, id: 'C3', total_cost: 7 },
  },
  'cdrs.getPushed': { path: '/NL/EMP/C1', unknown: '/NL/EMP/C9' },
  'tariffs.list': { path: '' },
  'tariffs.put': {
    path: '/NL/EMP/day',
    body: tariff,
    stranger: { path: `${OTHER}/day` },
    bad: { ...tariff, elements: [] },
  },
  'tariffs.getPushed': { path: '/NL/EMP/day', unknown: '/NL/EMP/night', stranger: { path: `${OTHER}/day` } },
  'tariffs.delete': { path: '/NL/EMP/day', unknown: '/NL/EMP/night', stranger: { path: `${OTHER}/day` } },
  'tokens.list': { path: '' },
  'tokens.authorize': {
    path: '/OWN1/authorize?type=RFID',
    body: { location_id: 'LOC1' },
    unknown: '/NONE/authorize',
    bad: { location_id: 7 },
  },
  'tokens.put': {
    path: '/NL/EMP/T1?type=RFID',
    body: token,
    stranger: { path: `${OTHER}/T1` },
    bad: { ...token, valid: 'yes' },
  },
  'tokens.getPushed': {
    path: '/NL/EMP/T1?type=RFID',
    unknown: '/NL/EMP/T1?type=OTHER',
    stranger: { path: `${OTHER}/T1` },
  },
  'tokens.patch': {
    path: '/NL/EMP/T1',
    body: { valid: false, last_updated: T },
    unknown: '/NL/EMP/T9',
    stranger: { path: `${OTHER}/T1` },
    bad: { valid: false },
  },
  'commands.START_SESSION': {
    ...command({ ...fixtures.startSession(), token: ofThem(fixtures.token()) }),
    stranger: {
      body: { ...fixtures.startSession(), response_url: 'HUB/a', token: { ...fixtures.token(), party_id: 'XYZ' } },
    },
  },
  'commands.RESERVE_NOW': command({ ...fixtures.reserveNow(), token: ofThem(fixtures.token()) }),
  'commands.STOP_SESSION': command(fixtures.stopSession()),
  'commands.CANCEL_RESERVATION': command(fixtures.cancelReservation()),
  'commands.UNLOCK_CONNECTOR': command(fixtures.unlockConnector()),
  'commands.result': {
    path: '/results/expected',
    body: { result: 'ACCEPTED' },
    unknown: '/results/unexpected',
    bad: { result: 'MAYBE' },
  },
  'chargingprofiles.get': { path: profile },
  'chargingprofiles.put': {
    path: '/S1',
    body: { ...fixtures.setChargingProfile(), response_url: 'HUB/answers/3' },
    bad: { response_url: 'HUB/answers/3' },
  },
  'chargingprofiles.delete': { path: '/S1?response_url=HUB%2Fanswers%2F4' },
  'chargingprofiles.result': {
    path: '/results/profile',
    body: { result: 'ACCEPTED' },
    unknown: '/results/unexpected',
    bad: { result: 'MAYBE' },
  },
  'chargingprofiles.putActive': {
    path: '/S1',
    body: fixtures.activeChargingProfile(),
    unknown: '/S9',
    bad: { start_date_time: T },
  },
  'hubclientinfo.list': { path: '' },
  'hubclientinfo.put': {
    path: '/NL/EMP',
    body: fixtures.clientInfo(),
    bad: { ...fixtures.clientInfo(), status: 'AWAY' },
  },
  'hubclientinfo.getPushed': { path: '/NL/EMP', unknown: '/FR/XYZ' },
};

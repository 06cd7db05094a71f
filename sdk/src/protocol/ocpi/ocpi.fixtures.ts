/** Valid objects of a small charging network that exists only here; each call makes new ones. */
const at = '2026-11-20T10:00:00Z';
const owner = { country_code: 'DE', party_id: 'GSL' };
const provider = { country_code: 'NL', party_id: 'EMP' };
const responseUrl = 'https://emp.example/ocpi/2.2.1/commands/START_SESSION/7f1c';

export const connector = () => ({
  id: '1',
  standard: 'IEC_62196_T2',
  format: 'SOCKET',
  power_type: 'AC_3_PHASE',
  max_voltage: 230,
  max_amperage: 32,
  max_electric_power: 22_000,
  tariff_ids: ['day'],
  terms_and_conditions: 'https://gsl.example/terms',
  last_updated: at,
});

export const evse = () => ({
  uid: 'evse-1',
  evse_id: 'DE*GSL*E0001',
  status: 'AVAILABLE',
  status_schedule: [{ period_begin: at, period_end: '2026-11-21T10:00:00Z', status: 'INOPERATIVE' }],
  capabilities: ['RFID_READER', 'REMOTE_START_STOP_CAPABLE'],
  connectors: [connector()],
  floor_level: '-1',
  coordinates: { latitude: '50.927054', longitude: '11.589237' },
  physical_reference: '7',
  directions: [{ language: 'en', text: 'Left of the lift' }],
  parking_restrictions: ['EV_ONLY'],
  images: [{ url: 'https://gsl.example/1.png', category: 'CHARGER', type: 'png', width: 640, height: 480 }],
  last_updated: at,
});

export const energyMix = () => ({
  is_green_energy: true,
  energy_sources: [{ source: 'WIND', percentage: 62.5 }],
  environ_impact: [{ category: 'CARBON_DIOXIDE', amount: 12.5 }],
  supplier_name: 'Saale Strom',
});

export const hours = () => ({
  twentyfourseven: false,
  regular_hours: [{ weekday: 1, period_begin: '08:00', period_end: '20:00' }],
  exceptional_closings: [{ period_begin: '2026-12-24T12:00:00Z', period_end: '2026-12-26T23:00:00Z' }],
});

export const location = () => ({
  ...owner,
  id: 'LOC1',
  publish: true,
  name: 'Holzmarkt',
  address: 'Holzmarkt 1',
  city: 'Jena',
  postal_code: '07743',
  country: 'DEU',
  coordinates: { latitude: '50.927054', longitude: '11.589237' },
  related_locations: [{ latitude: '50.92710', longitude: '11.58930', name: { language: 'de', text: 'Einfahrt' } }],
  parking_type: 'PARKING_GARAGE',
  evses: [evse()],
  operator: { name: 'Gridseal Charging', website: 'https://gsl.example' },
  facilities: ['CAFE', 'WIFI'],
  time_zone: 'Europe/Berlin',
  opening_times: hours(),
  charging_when_closed: true,
  energy_mix: energyMix(),
  last_updated: at,
});

export const hiddenLocation = () => ({
  ...location(),
  publish: false,
  publish_allowed_to: [{ visual_number: '0012', issuer: 'EMP' }, { uid: 'A1', type: 'RFID' }, { group_id: 'staff' }],
});

export const tariff = () => ({
  ...owner,
  id: 'day',
  currency: 'EUR',
  type: 'REGULAR',
  tariff_alt_text: [{ language: 'en', text: '0.39 a kWh' }],
  min_price: { excl_vat: 0.5, incl_vat: 0.595 },
  elements: [
    {
      price_components: [{ type: 'ENERGY', price: 0.39, vat: 19, step_size: 1 }],
      restrictions: {
        start_time: '06:00',
        end_time: '00:00',
        start_date: '2026-11-01',
        day_of_week: ['MONDAY'],
        max_power: 22,
      },
    },
  ],
  energy_mix: energyMix(),
  last_updated: at,
});

export const token = () => ({
  ...provider,
  uid: '04A2B3C4D5E680',
  type: 'RFID',
  contract_id: 'NL-EMP-C00000001-X',
  visual_number: 'EMP 0001',
  issuer: 'EMP',
  valid: true,
  whitelist: 'ALLOWED_OFFLINE',
  language: 'nl',
  default_profile_type: 'GREEN',
  energy_contract: { supplier_name: 'Wind BV', contract_id: '0031' },
  last_updated: at,
});

export const authorizationInfo = () => ({
  allowed: 'ALLOWED',
  token: token(),
  location: { location_id: 'LOC1', evse_uids: ['evse-1'] },
  authorization_reference: 'ref-1',
  info: { language: 'en', text: 'Welcome' },
});

export const cdrToken = () => ({ ...provider, uid: '04A2B3C4D5E680', type: 'RFID', contract_id: 'NL-EMP-C00000001-X' });

const chargingPeriod = () => ({
  start_date_time: at,
  dimensions: [{ type: 'ENERGY', volume: 11.25 }],
  tariff_id: 'day',
});

export const session = () => ({
  ...owner,
  id: 'S1',
  start_date_time: at,
  kwh: 11.25,
  cdr_token: cdrToken(),
  auth_method: 'COMMAND',
  authorization_reference: 'ref-1',
  location_id: 'LOC1',
  evse_uid: 'evse-1',
  connector_id: '1',
  currency: 'EUR',
  charging_periods: [chargingPeriod()],
  total_cost: { excl_vat: 4.39, incl_vat: 5.22 },
  status: 'ACTIVE',
  last_updated: at,
});

export const signedData = () => ({
  encoding_method: 'OCMF',
  encoding_method_version: 1,
  public_key: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE',
  signed_values: [{ nature: 'Start', plain_data: 'OCMF|{"FV":"1.0"}', signed_data: 'T0NNRnw=' }],
  url: 'https://gsl.example/check?cdr=C1',
});

export const cdr = () => ({
  ...owner,
  id: 'C1',
  start_date_time: at,
  end_date_time: '2026-11-20T11:00:00Z',
  session_id: 'S1',
  cdr_token: cdrToken(),
  auth_method: 'WHITELIST',
  cdr_location: {
    id: 'LOC1',
    address: 'Holzmarkt 1',
    city: 'Jena',
    country: 'DEU',
    coordinates: { latitude: '50.927054', longitude: '11.589237' },
    evse_uid: 'evse-1',
    evse_id: 'DE*GSL*E0001',
    connector_id: '1',
    connector_standard: 'IEC_62196_T2',
    connector_format: 'SOCKET',
    connector_power_type: 'AC_3_PHASE',
  },
  currency: 'EUR',
  tariffs: [tariff()],
  charging_periods: [chargingPeriod()],
  signed_data: signedData(),
  total_cost: { excl_vat: 4.39 },
  total_energy: 11.25,
  total_time: 1,
  last_updated: at,
});

export const creditCdr = () => ({ ...cdr(), id: 'C1-C', credit: true, credit_reference_id: 'C1' });

export const chargingPreferences = () => ({ profile_type: 'CHEAP', departure_time: at, energy_need: 20 });
export const startSession = () => ({
  response_url: responseUrl,
  token: token(),
  location_id: 'LOC1',
  evse_uid: 'evse-1',
  connector_id: '1',
});
export const stopSession = () => ({ response_url: responseUrl, session_id: 'S1' });
export const reserveNow = () => ({
  response_url: responseUrl,
  token: token(),
  expiry_date: at,
  reservation_id: 'R1',
  location_id: 'LOC1',
});
export const cancelReservation = () => ({ response_url: responseUrl, reservation_id: 'R1' });
export const unlockConnector = () => ({
  response_url: responseUrl,
  location_id: 'LOC1',
  evse_uid: 'evse-1',
  connector_id: '1',
});
export const commandResponse = () => ({ result: 'ACCEPTED', timeout: 30, message: [{ language: 'en', text: 'Wait' }] });
export const commandResult = () => ({ result: 'EVSE_OCCUPIED' });

const chargingProfile = () => ({
  duration: 900,
  charging_rate_unit: 'A',
  min_charging_rate: 6,
  charging_profile_period: [{ start_period: 0, limit: 16 }],
});
export const setChargingProfile = () => ({ charging_profile: chargingProfile(), response_url: responseUrl });
export const activeChargingProfile = () => ({ start_date_time: at, charging_profile: chargingProfile() });
export const activeChargingProfileResult = () => ({ result: 'ACCEPTED', profile: activeChargingProfile() });
export const chargingProfileResponse = () => ({ result: 'TOO_OFTEN', timeout: 30 });

export const clientInfo = () => ({ ...provider, role: 'EMSP', status: 'CONNECTED', last_updated: at });
export const credentials = () => ({
  token: 'ebf3b399-779f-4497-9b9d-ac6ad3cc44d2',
  url: 'https://gsl.example/ocpi/versions',
  roles: [
    { role: 'CPO', business_details: { name: 'Gridseal Charging' }, ...owner },
    { role: 'EMSP', business_details: { name: 'Gridseal Charging' }, ...owner },
  ],
});
export const versionList = () => [
  { version: '2.2', url: 'https://gsl.example/ocpi/2.2' },
  { version: '2.2.1', url: 'https://gsl.example/ocpi/2.2.1' },
  { version: '3.0', url: 'https://gsl.example/ocpi/3.0' },
];
export const versionDetails = () => ({
  version: '2.2.1',
  endpoints: [
    { identifier: 'credentials', role: 'RECEIVER', url: 'https://gsl.example/ocpi/2.2.1/credentials' },
    { identifier: 'locations', role: 'SENDER', url: 'https://gsl.example/ocpi/sender/2.2.1/locations' },
    { identifier: 'degsl-alarms', role: 'SENDER', url: 'https://gsl.example/ocpi/sender/2.2.1/alarms' },
  ],
});

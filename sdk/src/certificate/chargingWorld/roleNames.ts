// A list alone: help shows it without loading a decoder.

/** Who is who in the charging world: what `subject.role` says of an authority. */
export const chargingRoles = [
  'metrologyAuthority',
  'chargingStationManufacturer',
  'smartMeterManufacturer',
  'chargingStationOperator',
  'roamingProvider',
  'eMobilityProvider',
  'vehicleManufacturer',
  'gridOperator',
] as const;
export type ChargingRole = (typeof chargingRoles)[number];

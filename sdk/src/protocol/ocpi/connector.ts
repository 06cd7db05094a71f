import { z } from 'zod';
import { dateTime, id, many, natural, optional, url } from './fields.ts';
import { patchOf } from './patch.ts';

/** Those from `CHAOJI`, `DOMESTIC_M` to `_O`, `GBT_…` and `NEMA_…` are not in 2.2. @see OCPI 2.2.1-d2, "Locations", ConnectorType */
export const connectorTypes = [
  'CHADEMO',
  'CHAOJI',
  'DOMESTIC_A',
  'DOMESTIC_B',
  'DOMESTIC_C',
  'DOMESTIC_D',
  'DOMESTIC_E',
  'DOMESTIC_F',
  'DOMESTIC_G',
  'DOMESTIC_H',
  'DOMESTIC_I',
  'DOMESTIC_J',
  'DOMESTIC_K',
  'DOMESTIC_L',
  'DOMESTIC_M',
  'DOMESTIC_N',
  'DOMESTIC_O',
  'GBT_AC',
  'GBT_DC',
  'IEC_60309_2_single_16',
  'IEC_60309_2_three_16',
  'IEC_60309_2_three_32',
  'IEC_60309_2_three_64',
  'IEC_62196_T1',
  'IEC_62196_T1_COMBO',
  'IEC_62196_T2',
  'IEC_62196_T2_COMBO',
  'IEC_62196_T3A',
  'IEC_62196_T3C',
  'NEMA_5_20',
  'NEMA_6_30',
  'NEMA_6_50',
  'NEMA_10_30',
  'NEMA_10_50',
  'NEMA_14_30',
  'NEMA_14_50',
  'PANTOGRAPH_BOTTOM_UP',
  'PANTOGRAPH_TOP_DOWN',
  'TESLA_R',
  'TESLA_S',
] as const;
export type ConnectorType = (typeof connectorTypes)[number];

/** @see OCPI 2.2.1-d2, "Locations", ConnectorFormat */
export const connectorFormats = ['SOCKET', 'CABLE'] as const;
export type ConnectorFormat = (typeof connectorFormats)[number];

/** `AC_2_PHASE` and `AC_2_PHASE_SPLIT` are not in 2.2. @see OCPI 2.2.1-d2, "Locations", PowerType */
export const powerTypes = ['AC_1_PHASE', 'AC_2_PHASE', 'AC_2_PHASE_SPLIT', 'AC_3_PHASE', 'DC'] as const;
export type PowerType = (typeof powerTypes)[number];

const shape = {
  id: id(),
  standard: z.enum(connectorTypes),
  format: z.enum(connectorFormats),
  power_type: z.enum(powerTypes),
  /** Volt, line to neutral for AC_3_PHASE. */
  max_voltage: natural,
  /** Ampere. */
  max_amperage: natural,
  /** Watt. */
  max_electric_power: optional(natural),
  tariff_ids: many(id()),
  terms_and_conditions: optional(url),
  last_updated: dateTime,
};

/** One plug or socket of an EVSE. @see OCPI 2.2.1-d2, "Locations", Connector Object */
export const connectorSchema = z.looseObject(shape);
export type Connector = z.infer<typeof connectorSchema>;

/** What a PATCH of a connector says. */
export const connectorPatchSchema = patchOf(shape);
export type ConnectorPatch = z.infer<typeof connectorPatchSchema>;

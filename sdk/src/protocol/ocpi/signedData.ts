import { z } from 'zod';
import { ciString, id, optional, some, text } from './fields.ts';

/** @see OCPI 2.2.1-d2, "CDRs", SignedValue */
export const signedValueSchema = z.looseObject({
  /** `Start`, `End`, `Intermediate`, or what the encoding calls it. */
  nature: ciString(32),
  // 512 characters in 2.2.1-d2, which its own errata call a mistake.
  plain_data: text(5_000),
  /** Base64. */
  signed_data: text(5_000),
});
export type SignedValue = z.infer<typeof signedValueSchema>;

/**
 * What a meter signed, for an EV driver to check.
 *
 * @see OCPI 2.2.1-d2, "CDRs", SignedData
 */
export const signedDataSchema = z.looseObject({
  encoding_method: id(36),
  encoding_method_version: optional(z.int()),
  /** Base64; too short for the keys of post-quantum signatures. */
  public_key: optional(text(512)),
  signed_values: some(signedValueSchema),
  url: optional(text(512)),
});
export type SignedData = z.infer<typeof signedDataSchema>;

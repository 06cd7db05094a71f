/** An array parameter of texts (`$1::text[]`). @see PostgreSQL, "Arrays", Array Input */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}

/** An array parameter of whole numbers (`$1::bigint[]`). */
export function numberArray(values: readonly (number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : String(value))).join(',')}}`;
}

/** Bytes (`$1::bytea`). */
export function bytesParameter(bytes: Uint8Array): string {
  return `\\x${hexOf(bytes)}`;
}

/** For `decode(…, 'hex')`, in arrays where `\x` would need a second escape. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

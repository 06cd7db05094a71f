/**
 * The status codes by name. 1900 to 1999, 2900 to 2999, 3900 to 3999 and 4900 to 4999 are for codes of one's own.
 *
 * @see OCPI 2.2.1-d2, "Status codes" (4000 is not in 2.2)
 */
export const statusCodes = {
  success: 1000,
  clientError: 2000,
  /** Invalid or missing parameters. */
  invalidParameters: 2001,
  notEnoughInformation: 2002,
  unknownLocation: 2003,
  unknownToken: 2004,
  serverError: 3000,
  /** During a registration: a call back to the client failed. */
  unusableClientApi: 3001,
  unsupportedVersion: 3002,
  /** During a registration: no endpoints that both have, or one that is needed is missing. */
  noMatchingEndpoints: 3003,
  hubError: 4000,
  unknownReceiver: 4001,
  /** Forwarded, but not answered in time. */
  receiverTimeout: 4002,
  /** The receiver is not connected. */
  receiverUnreachable: 4003,
} as const;

export type StatusName = keyof typeof statusCodes;
/** Who failed: nobody, the client, the server, or the hub between them. */
export type StatusKind = 'success' | 'client' | 'server' | 'hub';

const names = new Map<number, StatusName>(
  Object.entries(statusCodes).map(([name, code]) => [code, name as StatusName]),
);
const kinds: Readonly<Record<number, StatusKind>> = { 1: 'success', 2: 'client', 3: 'server', 4: 'hub' };

/** @example `statusName(4001) // 'unknownReceiver'`; null for codes that the standard does not name. */
export function statusName(code: number): StatusName | null {
  return names.get(code) ?? null;
}

/**
 * What kind of status a code is, also if the standard does not name it.
 *
 * @example `statusKind(2999) // 'client'`; null for what is no status code at all.
 */
export function statusKind(code: number): StatusKind | null {
  if (!Number.isInteger(code)) return null;
  return kinds[Math.floor(code / 1000)] ?? null;
}

import { memoryTable } from './memoryTable.ts';
import { type OfficeOptions, officeOver, type ReadyBackOffice } from './office.ts';

/**
 * A back office in memory: gone with its process.
 *
 * @example
 * ```ts
 * const office = memoryBackOffice({ roles: ['CPO'], onCommand: async () => ({ response: { result: 'ACCEPTED', timeout: 30 } }) });
 * await office.own.locations.put(location);
 * const bridge = createBridge({ …, data: office.data });
 * ```
 */
export function memoryBackOffice(options: OfficeOptions = {}): ReadyBackOffice {
  return officeOver(memoryTable(), options);
}

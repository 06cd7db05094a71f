import type { ChainEvent } from '@gridseal/sdk/chain';
import type { Mention } from '../model/events.ts';

/** Whether an event names what is wanted in any of its fields. */
export function mentionTest({ ids = [], part }: Mention): (event: ChainEvent) => boolean {
  const wanted = new Set(ids.map((id) => id.toLowerCase()));
  const digits = part?.toLowerCase();
  return (event) => someName(event, (name) => wanted.has(name) || (digits !== undefined && name.includes(digits)));
}

/** Hashes of blocks are no names: whoever looks for digits means what an event is about. */
function someName(event: ChainEvent, test: (name: string) => boolean): boolean {
  for (const [field, value] of Object.entries(event)) {
    if (field === 'blockHash' || field === 'type') continue;
    if (typeof value === 'string' && test(value.toLowerCase())) return true;
    if (Array.isArray(value) && value.some(({ signer }) => test(String(signer).toLowerCase()))) return true;
  }
  return false;
}

import type { Hex } from '../../bytes/index.ts';
import type { NodeEvent } from './nodeEvents.ts';

/** An anchor's word on a certificate. */
export interface AnchorEvent {
  readonly type: 'certificateEndorsed' | 'certificateRevoked';
  readonly certificate: Hex;
}

/** What has to be read anew. Kept until it was: a read that fails loses nothing. */
export interface Touched {
  readonly operators: Set<Hex>;
  /** Addresses. */
  readonly parties: Set<Hex>;
  readonly providers: Set<Hex>;
  /** By party: the providers whose agreement with it has changed. */
  readonly agreements: Map<Hex, Set<Hex>>;
  /** Whether a certificate that no known party holds its id by may count again: then all parties are listed anew. */
  everyParty: boolean;
  /** Bytes of message keys that events have told; they count only if they are those that the registry keeps the hash of. */
  readonly keys: Map<Hex, Hex>;
}

export function nothingTouched(): Touched {
  return {
    operators: new Set(),
    parties: new Set(),
    providers: new Set(),
    agreements: new Map(),
    everyParty: false,
    keys: new Map(),
  };
}

export function isUntouched({ operators, parties, providers, agreements, everyParty }: Touched): boolean {
  return operators.size + parties.size + providers.size + agreements.size === 0 && !everyParty;
}

/**
 * Notes what an event, or its disappearance, may have changed.
 *
 * @param holdersBy The parties that hold their ids by a certificate.
 * @param removed Whether a reorganisation took the event back.
 */
export function touch(
  touched: Touched,
  event: NodeEvent | AnchorEvent,
  holdersBy: (certificate: Hex) => Iterable<Hex>,
  removed: boolean,
): void {
  switch (event.type) {
    case 'nodeSet':
    case 'nodeDeleted':
      touched.operators.add(event.operator);
      if (event.type === 'nodeSet' && !removed) touched.keys.set(event.operator, event.key);
      return;
    case 'partySet':
    case 'partyReleased':
      touched.parties.add(event.party);
      return;
    case 'serviceSet':
    case 'serviceDeleted':
      touched.providers.add(event.provider);
      return;
    case 'agreementCreated':
    case 'agreementRevoked':
      touchAgreement(touched, event.party, event.provider);
      return;
    case 'certificateEndorsed':
    case 'certificateRevoked': {
      const holders = [...holdersBy(event.certificate)];
      for (const party of holders) touched.parties.add(party);
      const gives = (event.type === 'certificateEndorsed') !== removed;
      if (holders.length === 0 && gives) touched.everyParty = true;
    }
  }
}

export function touchAgreement({ agreements }: Touched, party: Hex, provider: Hex): void {
  const providers = agreements.get(party) ?? new Set<Hex>();
  agreements.set(party, providers.add(provider));
}

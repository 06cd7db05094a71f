import type { Hex } from '@gridseal/sdk/bytes';
import type { ChainEvent, EventBody, EventType } from '@gridseal/sdk/chain';
import { DecodeError } from '@gridseal/sdk/errors';

/**
 * Events as the browser keeps them. Objects are slow to write and to read, each with the names of its fields; one text and two arrays
 * are copied in a moment.
 */
export interface PackedEvents {
  readonly form: 'gridseal/events/v1';
  /** For each event its type, by place in {@link types}, and what it has in common with the one before. */
  readonly types: Uint8Array;
  /** Block, log index and the fields that are numbers, of one event after the other. */
  readonly numbers: Float64Array;
  /** Hashes and addresses with `0x`, of one event after the other. */
  readonly text: string;
  /** Events that have lists, and where they belong. */
  readonly others: readonly (readonly [place: number, event: ChainEvent])[];
}

/** Hands out what was packed, in its order. */
interface Source {
  readonly word: () => Hex;
  readonly address: () => Hex;
  readonly number: () => number;
}

type Packed = (typeof types)[number];
type EventOf<Type extends EventType> = Extract<ChainEvent, { readonly type: Type }>;

interface Form<Event> {
  readonly words: (event: Event) => readonly Hex[];
  readonly addresses?: (event: Event) => readonly Hex[];
  readonly numbers: (event: Event) => readonly number[];
  readonly read: (from: Source) => EventBody;
}

/** What an event's place in this list means is kept in browsers: new ones go to the end. */
const types = [
  'certificateEndorsed',
  'certificateRevoked',
  'announced',
  'withdrawn',
  'claimed',
  'proposed',
  'approved',
] as const;

const forms: { readonly [Type in Packed]: Form<EventOf<Type>> } = {
  certificateEndorsed: {
    words: ({ certificate, quorum }) => [certificate, quorum],
    numbers: ({ version }) => [version],
    read: ({ word, number }) => ({
      type: 'certificateEndorsed',
      certificate: word(),
      quorum: word(),
      version: number(),
    }),
  },
  certificateRevoked: {
    words: ({ certificate, quorum }) => [certificate, quorum],
    numbers: ({ version, reason }) => [version, reason],
    read: ({ word, number }) => ({
      type: 'certificateRevoked',
      certificate: word(),
      quorum: word(),
      version: number(),
      reason: number(),
    }),
  },
  announced: {
    words: ({ authority, subject, digest }) => [authority, subject, digest],
    numbers: ({ epoch, kind, codec, notBefore, notAfter, previousBlock }) => [
      epoch,
      kind,
      codec,
      notBefore,
      notAfter,
      previousBlock,
    ],
    read: ({ word, number }) => ({
      type: 'announced',
      authority: word(),
      subject: word(),
      digest: word(),
      epoch: number(),
      kind: number(),
      codec: number(),
      notBefore: number(),
      notAfter: number(),
      previousBlock: number(),
    }),
  },
  withdrawn: {
    words: ({ authority, subject }) => [authority, subject],
    numbers: ({ epoch }) => [epoch],
    read: ({ word, number }) => ({ type: 'withdrawn', authority: word(), subject: word(), epoch: number() }),
  },
  claimed: {
    words: ({ authority, subject, device, record }) => [authority, subject, device, record],
    numbers: ({ epoch }) => [epoch],
    read: ({ word, number }) => ({
      type: 'claimed',
      authority: word(),
      subject: word(),
      device: word(),
      record: word(),
      epoch: number(),
    }),
  },
  proposed: {
    words: ({ quorum, draft }) => [quorum, draft],
    addresses: ({ proposer }) => [proposer],
    numbers: ({ deadline }) => [deadline],
    read: ({ word, address, number }) => ({
      type: 'proposed',
      quorum: word(),
      draft: word(),
      proposer: address(),
      deadline: number(),
    }),
  },
  approved: {
    words: ({ quorum, digest }) => [quorum, digest],
    addresses: ({ signer }) => [signer],
    numbers: () => [],
    read: ({ word, address }) => ({ type: 'approved', quorum: word(), digest: word(), signer: address() }),
  },
};

const places = new Map<EventType, number>(types.map((type, place) => [type, place]));
/** Bits beside the type: the event is in the block, or the transaction, of the one before. */
const [sameBlock, sameTransaction, other] = [0x80, 0x40, 0x3f];
const [wordLength, addressLength] = [66, 42];

/** @example `unpackEvents(packEvents(events))` equals `events` */
export function packEvents(events: readonly ChainEvent[]): PackedEvents {
  const kinds = new Uint8Array(events.length);
  const numbers: number[] = [];
  const texts: Hex[] = [];
  const others: [number, ChainEvent][] = [];
  let before: ChainEvent | null = null;
  events.forEach((event, i) => {
    const place = places.get(event.type);
    const form = place === undefined ? null : (forms[event.type as Packed] as Form<ChainEvent>);
    if (place === undefined || form === null || !fits(event, form)) {
      kinds[i] = other;
      others.push([i, event]);
      return;
    }
    const isSameBlock = before?.block === event.block && before.blockHash === event.blockHash;
    const isSameTransaction = before?.transaction === event.transaction;
    kinds[i] = place | (isSameBlock ? sameBlock : 0) | (isSameTransaction ? sameTransaction : 0);
    if (!isSameBlock) {
      numbers.push(event.block);
      texts.push(event.blockHash);
    }
    if (!isSameTransaction) texts.push(event.transaction);
    texts.push(...form.words(event), ...(form.addresses?.(event) ?? []));
    numbers.push(...form.numbers(event), event.logIndex);
    before = event;
  });
  return {
    form: 'gridseal/events/v1',
    types: kinds,
    numbers: Float64Array.from(numbers),
    text: texts.join(''),
    others,
  };
}

/** Whether everything is as long as its kind is: lengths are not kept. */
function fits(event: ChainEvent, { words, addresses }: Form<ChainEvent>): boolean {
  const isWord = ({ length }: Hex) => length === wordLength;
  if (!isWord(event.blockHash) || !isWord(event.transaction) || !words(event).every(isWord)) return false;
  return addresses?.(event).every(({ length }) => length === addressLength) ?? true;
}

/** @throws {DecodeError} if this is not what {@link packEvents} made. */
export function unpackEvents(value: unknown): ChainEvent[] {
  const { types: kinds, numbers, text, others } = checkForm(value);
  const elsewhere = new Map(others);
  let [atNumber, atText] = [0, 0];
  const take = (length: number): Hex => {
    const taken = text.slice(atText, atText + length);
    atText += length;
    if (taken.length !== length || !taken.startsWith('0x')) throw damage();
    return taken as Hex;
  };
  const number = () => {
    const taken = numbers[atNumber++];
    if (!Number.isSafeInteger(taken)) throw damage();
    return taken as number;
  };
  const source: Source = { word: () => take(wordLength), address: () => take(addressLength), number };
  const events: ChainEvent[] = [];
  let [block, blockHash, transaction]: [number, Hex, Hex] = [0, '0x', '0x'];
  kinds.forEach((kind, i) => {
    if (kind === other) {
      events.push(elsewhere.get(i) ?? fail());
      return;
    }
    const form = forms[types[kind & ~(sameBlock | sameTransaction)] ?? fail()];
    if (!(kind & sameBlock)) [block, blockHash] = [number(), take(wordLength)];
    if (!(kind & sameTransaction)) transaction = take(wordLength);
    const body = form.read(source);
    events.push({ ...body, block, blockHash, transaction, logIndex: number() });
  });
  if (atText !== text.length || atNumber !== numbers.length) throw damage();
  return events;
}

/** How many events there are. @throws {DecodeError} if this is something else. */
export function packedLength(value: unknown): number {
  return checkForm(value).types.length;
}

function checkForm(value: unknown): PackedEvents {
  if (typeof value !== 'object' || value === null) throw damage();
  const { form, types: kinds, numbers, text, others } = value as Record<keyof PackedEvents, unknown>;
  const isSound =
    form === 'gridseal/events/v1' &&
    kinds instanceof Uint8Array &&
    numbers instanceof Float64Array &&
    typeof text === 'string' &&
    Array.isArray(others);
  if (!isSound) throw damage();
  return value as PackedEvents;
}

const damage = () => new DecodeError('is damaged', { field: 'events' });

function fail(): never {
  throw damage();
}

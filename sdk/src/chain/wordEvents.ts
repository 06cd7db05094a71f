import { getAddress } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { unpackTermsWord } from './announcementTerms.ts';
import type { EventBody } from './chainEvent.ts';
import { type EventType, eventTopics } from './eventTopics.ts';
import type { Log } from './log.ts';

/** The events whose fields are words; the others have lists. */
type WordEventType = Exclude<EventType, 'quorumCreated' | 'quorumRotated'>;

interface Form {
  readonly contract: 'quorumRegistry' | 'keyAnnouncements';
  /** How many words are indexed, and how many are in the data. */
  readonly indexed: number;
  readonly data: number;
  /**
   * @param topics The event's own, and the indexed words after it.
   * @throws if a word is too large for what it stands for.
   */
  readonly read: (topics: readonly Hex[], data: readonly Hex[]) => EventBody;
}

const forms: Readonly<Record<WordEventType, Form>> = {
  certificateEndorsed: {
    contract: 'quorumRegistry',
    indexed: 2,
    data: 1,
    read: ([, certificate, quorum], [version]) => ({
      type: 'certificateEndorsed',
      certificate: certificate as Hex,
      quorum: quorum as Hex,
      version: numberOf(version, 32),
    }),
  },
  certificateRevoked: {
    contract: 'quorumRegistry',
    indexed: 2,
    data: 1,
    read: ([, certificate, quorum], [word]) => {
      // From the top: `uint32 version ‖ uint8 reason` (docs/spec/approval.md, "Events").
      const terms = numberOf(word, 40);
      const [version, reason] = [Math.floor(terms / 256), terms % 256];
      return {
        type: 'certificateRevoked',
        certificate: certificate as Hex,
        quorum: quorum as Hex,
        version,
        reason,
      };
    },
  },
  proposed: {
    contract: 'quorumRegistry',
    indexed: 3,
    data: 1,
    read: ([, quorum, draft, proposer], [deadline]) => ({
      type: 'proposed',
      quorum: quorum as Hex,
      draft: draft as Hex,
      proposer: addressOf(proposer),
      deadline: timeOf(deadline),
    }),
  },
  approved: {
    contract: 'quorumRegistry',
    indexed: 3,
    data: 0,
    read: ([, quorum, digest, signer]) => ({
      type: 'approved',
      quorum: quorum as Hex,
      digest: digest as Hex,
      signer: addressOf(signer),
    }),
  },
  announced: {
    contract: 'keyAnnouncements',
    indexed: 2,
    data: 3,
    read: ([, authority, subject], [digest, terms, previousBlock]) => ({
      type: 'announced',
      authority: authority as Hex,
      subject: subject as Hex,
      digest: digest as Hex,
      ...unpackTermsWord(terms as Hex),
      previousBlock: numberOf(previousBlock, 53),
    }),
  },
  withdrawn: {
    contract: 'keyAnnouncements',
    indexed: 2,
    data: 1,
    read: ([, authority, subject], [epoch]) => ({
      type: 'withdrawn',
      authority: authority as Hex,
      subject: subject as Hex,
      epoch: numberOf(epoch, 53),
    }),
  },
  claimed: {
    contract: 'keyAnnouncements',
    indexed: 3,
    data: 2,
    read: ([, authority, subject, device], [epoch, record]) => ({
      type: 'claimed',
      authority: authority as Hex,
      subject: subject as Hex,
      device: device as Hex,
      epoch: numberOf(epoch, 53),
      record: record as Hex,
    }),
  },
};

const formOf = new Map<Hex, Form>(
  (Object.keys(forms) as WordEventType[]).map((type) => [eventTopics[type], forms[type]]),
);

/**
 * Reads the events that come in masses by hand: all of their fields are words. A generic decoder hashes the signatures of a contract's
 * events again for each log, which takes thirty times as long.
 *
 * @returns null if the log has the topic of one of them, but not its form; undefined if it has another topic.
 * @throws if a word is too large for what it stands for.
 */
export function readWordEvent(
  { topics, data }: Pick<Log, 'topics' | 'data'>,
  contract: Form['contract'],
): EventBody | null | undefined {
  const form = formOf.get(topics[0] as Hex);
  if (!form) return undefined;
  const hasForm = topics.length === 1 + form.indexed && data.length === 2 + 64 * form.data;
  if (form.contract !== contract || !hasForm) return null;
  const words: Hex[] = [];
  for (let at = 2; at < data.length; at += 64) words.push(`0x${data.slice(at, at + 64)}`);
  return form.read(topics, words);
}

/** The empty top of a word that has a number of 56 bits, of 64 bits, or an address. */
const above = { small: '0'.repeat(50), time: '0'.repeat(48), address: '0'.repeat(24) };

/** A number of at most so many bits, up to 53. Converting all 256 bits would be most of the work. */
function numberOf(word: Hex | undefined, bits: number): number {
  const number = word?.startsWith(above.small, 2) ? Number.parseInt(word.slice(52), 16) : Number.NaN;
  if (!(number < 2 ** bits)) throw new RangeError(`has more than ${bits} bits`);
  return number;
}

/** Seconds in 64 bits; what is beyond 2^53 means "never". */
function timeOf(word: Hex | undefined): number {
  if (!word?.startsWith(above.time, 2)) throw new RangeError('has more than 64 bits');
  return Math.min(Number.parseInt(word.slice(50), 16), Number.MAX_SAFE_INTEGER);
}

function addressOf(word: Hex | undefined): Hex {
  if (!word?.startsWith(above.address, 2)) throw new RangeError('is not an address');
  return getAddress(`0x${word.slice(26)}`);
}

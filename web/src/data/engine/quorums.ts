import type { Hex } from '@gridseal/sdk/bytes';
import { Quorum } from '@gridseal/sdk/quorum';
import type { Page, Window } from '../model/events.ts';
import type { QuorumFilter, QuorumRecord, QuorumVersion } from '../model/quorums.ts';
import type { EventLog } from './eventLog.ts';
import { positionOf } from './events.ts';
import { pageOfMade } from './page.ts';
import { orderByReach, type Reached } from './reach.ts';

/** `0x`, the registry and the id. */
const quorumSignerLength = 2 + 40 + 64;

/** Quorums as their events tell, for the registry at `registry`. */
export class Quorums {
  readonly #log: EventLog;
  readonly #registry: Hex;
  #membership: { readonly revision: number; readonly of: ReadonlyMap<Hex, readonly Hex[]> } | null = null;

  constructor(log: EventLog, registry: Hex) {
    this.#log = log;
    this.#registry = registry.toLowerCase() as Hex;
  }

  /** Null if nobody created it. */
  get(id: Hex): QuorumRecord | null {
    const quorum = id.toLowerCase() as Hex;
    const versions = this.versions(quorum);
    const last = versions.at(-1);
    if (!last) return null;
    const said = this.#log.of('quorum', quorum);
    const signer = Quorum.signer(this.#registry, quorum);
    return {
      id: quorum,
      signer,
      state: last.state,
      versions,
      endorsed: said.filter(({ type }) => type === 'certificateEndorsed').length,
      revoked: said.filter(({ type }) => type === 'certificateRevoked').length,
      memberOf: this.withMember(signer),
    };
  }

  /** @param reached Quorums that the anchors of the filter's policy lead to. */
  find(filter: QuorumFilter & Window, reached: Reached | null = null): Page<QuorumRecord> {
    const text = filter.text?.trim().toLowerCase() ?? '';
    const members = filter.member ? new Set(this.withMember(filter.member)) : null;
    const ids = this.#log.newestFirst('rules').filter((id) => id.includes(text) && (members?.has(id) ?? true));
    const { found, hidden } = orderByReach(ids, reached, (id) => id);
    return { ...pageOfMade(found, filter, (id) => this.get(id) as QuorumRecord), hidden };
  }

  /** These, and the quorums that are their members, at any depth. */
  withMembers(quorums: ReadonlySet<Hex>): ReadonlySet<Hex> {
    const found = new Set(quorums);
    for (const id of found) {
      for (const { signer } of this.current(id)?.state.members ?? []) {
        if (signer.length === quorumSignerLength && signer.startsWith(this.#registry))
          found.add(`0x${signer.slice(-64)}`);
      }
    }
    return found;
  }

  /** The current version's rules. */
  current(id: Hex): QuorumVersion | null {
    return this.versions(id).at(-1) ?? null;
  }

  versions(id: Hex): readonly QuorumVersion[] {
    return this.#log.of('rules', id.toLowerCase()).flatMap((event) => {
      if (event.type !== 'quorumCreated' && event.type !== 'quorumRotated') return [];
      const { quorum, threshold, revocationThreshold } = event;
      const version = event.type === 'quorumCreated' ? 1 : event.version;
      const members = event.members.map(({ signer, weight }) => ({
        signer: signer.toLowerCase() as Hex,
        weight,
      }));
      return [{ state: { id: quorum, version, members, threshold, revocationThreshold }, at: positionOf(event) }];
    });
  }

  /** Quorums that have this signer among their current members. */
  withMember(signer: Hex): readonly Hex[] {
    if (this.#membership?.revision !== this.#log.revision) {
      const of = new Map<Hex, Hex[]>();
      for (const id of this.#log.newestFirst('rules')) {
        for (const member of this.current(id)?.state.members ?? []) {
          const list = of.get(member.signer);
          if (list) list.push(id);
          else of.set(member.signer, [id]);
        }
      }
      this.#membership = { revision: this.#log.revision, of };
    }
    return this.#membership.of.get(signer.toLowerCase() as Hex) ?? [];
  }

  /** As {@link withMember}, also through quorums that are members themselves. */
  reachableBy(signer: Hex): ReadonlySet<Hex> {
    const found = new Set<Hex>(this.withMember(signer));
    for (const id of found) for (const outer of this.withMember(Quorum.signer(this.#registry, id))) found.add(outer);
    return found;
  }
}

import type { Hex } from '../bytes/index.ts';
import { BaseError, VerificationError } from '../errors/index.ts';
import { type Certificate, decode as decodeCertificate, id as idOf } from './certificate.ts';
import { reachableQuorums } from './endorsers.ts';
import { Evidence, type GraphCertificate, type GraphEvent } from './evidence.ts';
import { type GraphView, type GraphViewOptions, graphView } from './graphView.ts';
import { beginSearch, type Search, SearchExhausted } from './searchState.ts';
import type { TrustPolicy } from './trustPolicy.ts';
import { findPartialTrust, findTrust } from './trustSearch.ts';
import type { CertificateVerdict } from './trustVerdict.ts';
import { trustWeight } from './trustWeight.ts';
import { bareVerdict, type Demand, type Found, flawOf, verdictTree } from './verdictTree.ts';

/** What a graph is made with. */
export interface TrustGraphOptions {
  /** The QuorumRegistry whose events the graph is built from. */
  readonly registry: Hex;
  /**
   * Finds the bytes of a certificate, or null; their digest is checked here. What fails with an error of the SDK (no answer, no file)
   * counts as not available now.
   */
  readonly load?: (id: Hex) => Promise<Uint8Array | null>;
}

/** Whether a signer is authorised for a usage, and by which certificate. */
export interface SignerVerdict {
  readonly signer: Hex;
  readonly authorised: boolean;
  /** The certificate that authorises it. */
  readonly certificate?: Hex;
  /** What was found of each certificate that speaks of the signer, up to 16 of them. */
  readonly verdicts: readonly CertificateVerdict[];
}

/** This many certificates are asked for at once. */
const LOADS_AT_ONCE = 8;
const MAX_SIGNER_VERDICTS = 16;

/**
 * Who endorsed what, as far as it is known, and the search for trust in it. Any stranger can add to what it is built from: the
 * chain is evidence, and what it means is decided here from the verifier's own anchors.
 *
 * @example
 * ```ts
 * const graph = new TrustGraph({ registry, load: (id) => store.read(id) });
 * for await (const event of events) graph.add(event);
 * const verdict = await graph.verify(id, { anchors: [root], at: blockTime });
 * console.log(explain(verdict));
 * ```
 */
export class TrustGraph {
  readonly #evidence: Evidence;
  readonly #load: TrustGraphOptions['load'];
  readonly #malformed = new Set<Hex>();

  constructor(options: TrustGraphOptions) {
    this.#evidence = new Evidence(options.registry);
    this.#load = options.load;
  }

  /** Adds what the registry said, in any order; an event with `removed` is taken back. */
  add(event: GraphEvent): void {
    this.#evidence.addEvent(event);
  }

  /**
   * Adds a certificate, so that it need not be loaded.
   *
   * @returns its id.
   * @throws {DecodeError} if the bytes are not a certificate.
   */
  addCertificate(certificate: Certificate | Uint8Array): Hex {
    const decoded = certificate instanceof Uint8Array ? decodeCertificate(certificate) : certificate;
    const id = idOf(decoded);
    this.#evidence.addCertificate(decoded, id);
    return id;
  }

  /**
   * Whether a certificate is valid for a verifier, as a tree that says so of each step.
   *
   * @throws {ArgumentError} if the policy is not one. Whatever the graph contains gives a verdict, never an error.
   */
  async verify(certificate: Hex, policy: TrustPolicy & Demand): Promise<CertificateVerdict> {
    const id = certificate.toLowerCase() as Hex;
    const loads = this.#loads(policy);
    await loads.fetch([id]);
    for (;;) {
      const { verdict, search } = this.#decide(id, policy);
      if (verdict.valid || !(await this.#discover(search, loads))) return verdict;
    }
  }

  /**
   * Whether `signer` is the subject of a valid certificate with the usage (and the kind, if given): so an announcement's authority
   * has to be for `issueKeys`.
   *
   * @throws {ArgumentError} if the policy is not one.
   * @example `(await graph.verifySigner(authority, { anchors, at, usage: 'issueKeys' })).authorised`
   */
  async verifySigner(signer: Hex, policy: TrustPolicy & Demand): Promise<SignerVerdict> {
    const name = signer.toLowerCase() as Hex;
    const loads = this.#loads(policy);
    for (;;) {
      const found = this.#decideSigner(name, policy);
      if (found.authorised || !(await this.#discover(beginSearch(this.#evidence, policy), loads))) return found;
    }
  }

  /**
   * The valid certificates that say they replace this one, and those that replace them in turn, the newest last. Only a
   * certificate of the same kind that shares an endorser with the one it replaces counts: others have no say.
   *
   * @throws {ArgumentError} if the policy is not one.
   */
  async replacements(certificate: Hex, policy: TrustPolicy): Promise<readonly Hex[]> {
    const found = new Set<Hex>([certificate.toLowerCase() as Hex]);
    const loads = this.#loads(policy);
    await loads.fetch([...found]);
    for (const id of found) {
      for (const candidate of this.#evidence.replacementsOf(id)) {
        if (found.has(candidate) || !this.#mayReplace(candidate, id)) continue;
        if (this.#decide(candidate, policy).verdict.valid) found.add(candidate);
      }
    }
    return [...found].slice(1);
  }

  /**
   * The quorums that the anchors lead to by authority certificates, whether each of these has all the endorsers that it needs or not, and
   * the anchors themselves: to tell those whom one may know from strangers. Nothing is loaded for it; that a quorum is among them says
   * nothing of trust.
   *
   * @throws {ArgumentError} if the policy is not one.
   * @example `graph.reach({ anchors: [root], at }).has(quorum)`
   */
  reach(policy: TrustPolicy): ReadonlySet<Hex> {
    return reachableQuorums(beginSearch(this.#evidence, policy));
  }

  /**
   * Part of the graph as data, for a picture ({@link toDot}, {@link toMermaid}) or a program: in an order of its own, and bounded.
   * Nothing is loaded for it.
   *
   * @throws {ArgumentError} if the policy is not one.
   * @example `graph.view({ from: certificate, policy: { anchors: [root], at } })`
   */
  view(options: GraphViewOptions = {}): GraphView {
    const { from, below, ...rest } = options;
    return graphView(this.#evidence, {
      ...rest,
      ...(from ? { from: from.toLowerCase() as Hex } : {}),
      ...(below ? { below: below.map((quorum) => quorum.toLowerCase() as Hex) } : {}),
    });
  }

  #mayReplace(candidate: Hex, replaced: Hex): boolean {
    const evidence = this.#evidence;
    if (evidence.certificate(candidate)?.kind !== evidence.certificate(replaced)?.kind) return false;
    return [...evidence.statementsOn(candidate).keys()].some(
      (quorum) => evidence.endorses(quorum, candidate) && evidence.statementsOn(replaced).get(quorum)?.endorsed,
    );
  }

  #decide(id: Hex, policy: TrustPolicy & Demand): { readonly verdict: CertificateVerdict; readonly search: Search } {
    const search = beginSearch(this.#evidence, policy);
    const target = this.#evidence.certificate(id);
    if (!target) return { verdict: bareVerdict(id, this.#malformed.has(id) ? 'malformed' : 'unavailable'), search };
    const flaw = flawOf(target, policy.at, policy);
    if (flaw) return { verdict: verdictTree(target, { paths: [] }, search, policy, flaw), search };
    const { failure, ...found } = trustOrFailure(target, search);
    return { verdict: verdictTree(target, found, search, policy, failure), search };
  }

  #decideSigner(signer: Hex, policy: TrustPolicy & Demand): SignerVerdict {
    const verdicts: CertificateVerdict[] = [];
    let candidates = [...this.#evidence.ofSigner(signer)];
    // Anyone may publish certificates about any signer: with many of them, only what the anchors lead to is looked at.
    if (candidates.length > MAX_SIGNER_VERDICTS) {
      const reachable = reachableQuorums(beginSearch(this.#evidence, policy));
      candidates = candidates.filter((id) => [...this.#evidence.statementsOn(id).keys()].some((q) => reachable.has(q)));
    }
    for (const id of candidates) {
      const { verdict } = this.#decide(id, policy);
      if (verdict.valid) return { signer, authorised: true, certificate: id, verdicts: [verdict] };
      if (verdicts.length < MAX_SIGNER_VERDICTS) verdicts.push(verdict);
    }
    return { signer, authorised: false, verdicts };
  }

  /** Loads some certificates that the anchors lead to and that are not known yet. False if there are none, or no more may be loaded. */
  async #discover(search: Search, loads: Loads): Promise<boolean> {
    if (!this.#load || loads.left <= 0) return false;
    const unknown: Hex[] = [];
    for (const quorum of reachableQuorums(search)) {
      for (const id of this.#evidence.endorsedBy(quorum)) {
        if (unknown.length >= LOADS_AT_ONCE) break;
        if (!loads.tried.has(id) && !this.#evidence.certificate(id) && !this.#malformed.has(id)) unknown.push(id);
      }
    }
    if (unknown.length === 0) return false;
    await loads.fetch(unknown);
    return true;
  }

  #loads(policy: TrustPolicy): Loads {
    const tried = new Set<Hex>();
    const loads: Loads = {
      tried,
      left: policy.maxLoads ?? 256,
      fetch: async (ids) => {
        const wanted = ids
          .filter((id) => !tried.has(id) && !this.#evidence.certificate(id))
          .slice(0, Math.max(0, loads.left));
        loads.left -= wanted.length;
        for (const id of ids) tried.add(id);
        await Promise.all(wanted.map((id) => this.#fetch(id)));
      },
    };
    return loads;
  }

  async #bytesOf(id: Hex): Promise<Uint8Array | null> {
    try {
      return (await this.#load?.(id)) ?? null;
    } catch (error) {
      // One certificate that cannot be had must not stand in the way of the others.
      if (error instanceof BaseError) return null;
      throw error;
    }
  }

  async #fetch(id: Hex): Promise<void> {
    const bytes = await this.#bytesOf(id);
    if (!bytes) return;
    try {
      this.#evidence.addCertificate(decodeCertificate(bytes, { id }), id);
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      // Bytes with another digest are the loader's fault: the certificate itself may still be had.
      if (!(error instanceof VerificationError)) this.#malformed.add(id);
    }
  }
}

interface Loads {
  readonly tried: Set<Hex>;
  left: number;
  readonly fetch: (ids: readonly Hex[]) => Promise<void>;
}

function trustOrFailure(target: GraphCertificate, search: Search): Found & { readonly failure: 'tooComplex' | null } {
  try {
    const paths = findTrust(target, search);
    const weight = search.requiredWeight > 0 ? { weight: trustWeight(target, search) } : {};
    return { paths: paths.length > 0 ? paths : findPartialTrust(target, search), ...weight, failure: null };
  } catch (error) {
    if (error instanceof SearchExhausted) return { paths: [], failure: 'tooComplex' };
    throw error;
  }
}

import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate, type CertificateVerdict, type GraphView, TrustGraph } from '@gridseal/sdk/certificate';
import { type ChainEvent, toGraphEvents } from '@gridseal/sdk/chain';
import type { GraphOptions, PolicyInput, Supposition, VerdictOptions } from '../model/trust.ts';
import type { Bodies } from './bodies.ts';
import type { EventLog } from './eventLog.ts';

/** What trust is decided from. */
export interface TrustOptions {
  readonly registry: Hex;
  readonly log: EventLog;
  readonly bodies: Bodies<Certificate.Certificate>;
  /** Block time in seconds since 1970. */
  readonly now: () => number;
}

/** The SDK's trust graph over everything indexed. */
export class Trust {
  readonly #options: TrustOptions;
  #graph: TrustGraph;

  constructor(options: TrustOptions) {
    this.#options = options;
    this.#graph = this.#emptyGraph();
  }

  apply(removed: readonly ChainEvent[], added: readonly ChainEvent[]): void {
    for (const event of toGraphEvents({ removed, added })) this.#graph.add(event);
  }

  know(certificate: Certificate.Certificate): void {
    this.#graph.addCertificate(certificate);
  }

  clear(): void {
    this.#graph = this.#emptyGraph();
    for (const [, certificate] of this.#options.bodies.all()) this.#graph.addCertificate(certificate);
  }

  verdict(id: Hex, policy: PolicyInput, options: VerdictOptions = {}): Promise<CertificateVerdict> {
    const { suppose, ...demand } = options;
    return this.#supposing(suppose).verify(id, { ...this.#timed(policy), ...demand });
  }

  signerVerdict(signer: Hex, policy: PolicyInput, options: VerdictOptions = {}) {
    const { suppose, ...demand } = options;
    return this.#supposing(suppose).verifySigner(signer, { ...this.#timed(policy), ...demand });
  }

  replacements(id: Hex, policy: PolicyInput): Promise<readonly Hex[]> {
    return this.#graph.replacements(id, this.#timed(policy));
  }

  /** Quorums that the anchors lead to, as far as bodies are here. */
  reach(policy: PolicyInput): ReadonlySet<Hex> {
    return this.#graph.reach(this.#timed(policy));
  }

  view(policy: PolicyInput, options: GraphOptions = {}): GraphView {
    return this.#graph.view({ ...options, policy: this.#timed(policy) });
  }

  #timed(policy: PolicyInput) {
    return { ...policy, at: policy.at ?? this.#options.now() };
  }

  #emptyGraph(): TrustGraph {
    const { registry, bodies } = this.#options;
    const load = async (id: Hex) => {
      await bodies.ask(id);
      const certificate = bodies.get(id);
      return certificate && Certificate.encode(certificate);
    };
    return new TrustGraph({ registry, load });
  }

  /** A graph of its own in which more was said: the real one never sees it. */
  #supposing(suppose: Supposition | undefined): TrustGraph {
    if (!suppose) return this.#graph;
    const graph = this.#emptyGraph();
    for (const event of toGraphEvents({ removed: [], added: this.#options.log.all })) graph.add(event);
    for (const [, certificate] of this.#options.bodies.all()) graph.addCertificate(certificate);
    for (const bytes of suppose.certificates ?? []) graph.addCertificate(bytes);
    for (const said of suppose.endorsements ?? []) graph.add({ ...said, type: 'endorsed', version: 1 });
    for (const said of suppose.revocations ?? []) graph.add({ ...said, type: 'revoked', version: 1, reason: 0 });
    return graph;
  }
}

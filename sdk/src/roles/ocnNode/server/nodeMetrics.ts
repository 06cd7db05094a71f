import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { moduleIds } from '../../../protocol/ocpi/index.ts';
import type { MessageLabel, NodeMetrics } from '../context.ts';

/** What the server itself counts, beside what its parts do. */
export interface ServerMetrics extends NodeMetrics {
  request(label: { method: string; route: string; status: number }, durationMs: number): void;
  chain(block: number, ageSeconds: number): void;
  readonly contentType: string;
  /** Everything, as Prometheus reads it. */
  text(): Promise<string>;
}

/** A series for each word would let whoever finds a way to make words fill memory. */
const MAX_WORDS = 128;
const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const modules = new Set<string>([...moduleIds, 'versions', 'ocnrules', 'custom', 'other']);
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Words that may be labels: the first so many; `other` for the rest, and for what is no word of ours. */
function createVocabulary(): (word: string) => string {
  const known = new Set<string>();
  return (word) => {
    if (known.has(word)) return word;
    if (known.size >= MAX_WORDS || !/^[\w/:{}.*-]{1,100}$/.test(word)) return 'other';
    known.add(word);
    return word;
  };
}

/**
 * @param withProcess Also what Node says of itself: memory, event loop, garbage.
 * @example `createNodeMetrics({ withProcess: true }).request({ method: 'GET', route: '/ocpi/versions', status: 200 }, 3)`
 */
export function createNodeMetrics({ withProcess }: { readonly withProcess: boolean }): ServerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const prefix = 'gridseal_ocn';
  if (withProcess) collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `${prefix}_${name}`, help, labelNames, registers });
  const gauge = (name: string, help: string) => new Gauge({ name: `${prefix}_${name}`, help, registers });
  const histogram = (name: string, help: string, labelNames: string[]) =>
    new Histogram({ name: `${prefix}_${name}`, help, labelNames, buckets: durations, registers });

  const requests = counter('http_requests_total', 'Requests that were answered', ['method', 'route', 'status']);
  const requestSeconds = histogram('http_request_seconds', 'How long requests took', ['route']);
  const messages = counter('messages_total', 'Messages that were carried', ['module', 'direction', 'outcome']);
  const messageSeconds = histogram('message_seconds', 'How long messages took, their answers included', ['direction']);
  const refused = counter('refused_total', 'What was refused, by rule', ['rule']);
  const gauges = {
    platforms: gauge('platforms', 'Platforms of this node'),
    connected: gauge('platforms_connected', 'Platforms that are there'),
    inFlight: gauge('in_flight', 'Requests that are being carried out'),
  };
  const block = gauge('registry_block', 'The block as of which the registry is known');
  const age = gauge('registry_age_seconds', 'How old what is known of the registry is');
  const [routes, outcomes, rules] = [createVocabulary(), createVocabulary(), createVocabulary()];

  return {
    message({ module, direction, outcome }: MessageLabel, durationMs) {
      messages.inc({ module: modules.has(module) ? module : 'custom', direction, outcome: outcomes(outcome) });
      messageSeconds.observe({ direction }, durationMs / 1_000);
    },
    refused: (rule) => refused.inc({ rule: rules(rule) }),
    gauge: (name, value) => gauges[name].set(value),
    request({ method, route, status }, durationMs) {
      requests.inc({ method: methods.has(method) ? method : 'other', route: routes(route), status: String(status) });
      requestSeconds.observe({ route: routes(route) }, durationMs / 1_000);
    },
    chain(newest, ageSeconds) {
      block.set(newest);
      age.set(ageSeconds);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}

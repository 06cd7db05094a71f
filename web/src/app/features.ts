import activity from '../features/activity/index.ts';
import approvals from '../features/approvals/index.ts';
import certificates from '../features/certificates/index.ts';
import claim from '../features/claim/index.ts';
import devices from '../features/devices/index.ts';
import graph from '../features/graph/index.ts';
import issuance from '../features/issuance/index.ts';
import network from '../features/network/index.ts';
import quorums from '../features/quorums/index.ts';
import settings from '../features/settings/index.ts';
import verify from '../features/verify/index.ts';
import type { Feature } from '../lib/feature.ts';

/** What the page is made of. A feature is here once it is whole: nothing half-built is in the navigation. */
export const features: readonly Feature[] = [
  activity,
  approvals,
  certificates,
  claim,
  devices,
  graph,
  issuance,
  network,
  quorums,
  settings,
  verify,
];

import * as admin from './adminRoutes.ts';
import * as configuration from './configurationRoutes.ts';
import type { RouteDescription } from './route.ts';
import * as rules from './rulesRoutes.ts';

/**
 * Every route that the front of a node serves, in the order of their documentation. It is what OpenAPI is made from, and a test says
 * that each is served and nothing else.
 */
export const frontRoutes: readonly RouteDescription[] = [
  configuration.listVersions,
  configuration.showVersion,
  configuration.showCredentials,
  configuration.registerCredentials,
  configuration.updateCredentials,
  configuration.removeCredentials,
  configuration.listClients,
  rules.showRules,
  rules.requireSignatures,
  rules.releaseSignatures,
  rules.blockAll,
  rules.releaseAll,
  ...Object.values(rules.whitelistRoutes),
  ...Object.values(rules.blacklistRoutes),
  admin.generateRegistrationToken,
  admin.connectionStatus,
  admin.listPlatforms,
  admin.showPlatform,
  admin.setPlatformParties,
  admin.suspendPlatform,
  admin.resumePlatform,
  admin.resetSpeaks,
  admin.removePlatform,
  admin.platformRules,
  admin.adminClients,
  admin.adminPeers,
  admin.adminNode,
  admin.adminFlows,
];

import type { Hono } from 'hono';
import type { NodeEnv } from '../../server/env.ts';
import { changePlatform } from '../changePlatform.ts';
import { readClients } from '../clients/clientHandlers.ts';
import { statusOf } from '../clients/clientStatus.ts';
import type { FrontContext } from '../frontContext.ts';
import * as routes from '../routes/adminRoutes.ts';
import { serve } from '../routes/serve.ts';
import { toRulesView } from '../rules/ruleChanges.ts';
import { nodeView, peers, toFlowView } from './networkAdmin.ts';
import {
  makeRegistrationToken,
  platformById,
  platformOf,
  removePlatform,
  resume,
  setParties,
  suspend,
  toPlatformView,
} from './platformAdmin.ts';

const PAGE = 100;

function limitOf(text: string | undefined): number {
  return text === undefined ? PAGE : Number(text);
}

export function serveAdmin(app: Hono<NodeEnv>, context: FrontContext): void {
  serve(app, context, routes.generateRegistrationToken, async ({ body }) => ({
    data: await makeRegistrationToken(context, body),
  }));
  serve(app, context, routes.connectionStatus, async ({ params }) => ({
    data: statusOf(await platformOf(context, params)),
  }));
  servePlatforms(app, context);
  serveNetwork(app, context);
}

function servePlatforms(app: Hono<NodeEnv>, context: FrontContext): void {
  serve(app, context, routes.listPlatforms, async ({ query }) => {
    const { platforms, next } = await context.store.platforms.list(query.cursor ?? null, limitOf(query.limit));
    return { data: { platforms: platforms.map(toPlatformView), next } };
  });
  serve(app, context, routes.showPlatform, async ({ params }) => ({
    data: toPlatformView(await platformById(context, params.id)),
  }));
  serve(app, context, routes.setPlatformParties, async ({ params, body }) => ({
    data: toPlatformView(await setParties(context, params.id, body)),
  }));
  serve(app, context, routes.suspendPlatform, async ({ params }) => ({
    data: toPlatformView(await suspend(context, params.id)),
  }));
  serve(app, context, routes.resumePlatform, async ({ params }) => ({
    data: toPlatformView(await resume(context, params.id)),
  }));
  serve(app, context, routes.resetSpeaks, async ({ params }) => ({
    data: toPlatformView(
      await changePlatform(context, params.id, (now) => (now.speaks === 'none' ? now : { ...now, speaks: 'none' })),
    ),
  }));
  serve(app, context, routes.removePlatform, async ({ params }) => {
    await removePlatform(context, params.id);
    return { data: undefined };
  });
  serve(app, context, routes.platformRules, async ({ params }) => ({
    data: toRulesView((await platformById(context, params.id)).rules),
  }));
}

function serveNetwork(app: Hono<NodeEnv>, context: FrontContext): void {
  serve(app, context, routes.adminClients, async ({ search }) => {
    const { clients, total } = await readClients(context, search);
    return { data: { clients, total } };
  });
  serve(app, context, routes.adminPeers, async ({ query }) => ({
    data: await peers(context, Number(query.offset ?? 0), limitOf(query.limit)),
  }));
  serve(app, context, routes.adminNode, async () => ({ data: nodeView(context) }));
  serve(app, context, routes.adminFlows, async () => {
    const { lastMinute, lastHour } = context.front.flows.snapshot();
    return { data: { last_minute: lastMinute.map(toFlowView), last_hour: lastHour.map(toFlowView) } };
  });
}

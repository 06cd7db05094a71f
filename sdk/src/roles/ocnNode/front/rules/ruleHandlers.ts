import type { Hono } from 'hono';
import type { NodeContext } from '../../context.ts';
import type { Rules } from '../../platform.ts';
import type { NodeEnv } from '../../server/env.ts';
import { changePlatform } from '../changePlatform.ts';
import * as routes from '../routes/rulesRoutes.ts';
import { serve } from '../routes/serve.ts';
import {
  blockedForAll,
  type RuleList,
  releasedForAll,
  toRuleEntry,
  toRulesView,
  withEntry,
  withList,
  withoutEntry,
  withoutList,
  withSignatures,
} from './ruleChanges.ts';

/** Changes the rules of the platform that calls, and of no other. */
async function changeRules(context: NodeContext, id: string, change: (rules: Rules) => Rules) {
  await changePlatform(context, id, (platform) => {
    const rules = change(platform.rules);
    return rules === platform.rules ? platform : { ...platform, rules };
  });
  return { data: undefined };
}

export function serveRules(app: Hono<NodeEnv>, context: NodeContext): void {
  const simple: readonly [typeof routes.blockAll, (rules: Rules) => Rules][] = [
    [routes.requireSignatures, (rules) => withSignatures(rules, true)],
    [routes.releaseSignatures, (rules) => withSignatures(rules, false)],
    [routes.blockAll, blockedForAll],
    [routes.releaseAll, releasedForAll],
  ];
  serve(app, context, routes.showRules, async ({ platform }) => ({ data: toRulesView(platform.rules) }));
  for (const [description, change] of simple) {
    serve(app, context, description, ({ platform }) => changeRules(context, platform.id, change));
  }
  serveList(app, context, 'whitelist', routes.whitelistRoutes);
  serveList(app, context, 'blacklist', routes.blacklistRoutes);
}

function serveList(
  app: Hono<NodeEnv>,
  context: NodeContext,
  list: RuleList,
  { replace, append, clear, remove }: typeof routes.whitelistRoutes,
): void {
  serve(app, context, replace, ({ platform, body }) =>
    changeRules(context, platform.id, (rules) => withList(rules, list, body.map(toRuleEntry))),
  );
  serve(app, context, append, ({ platform, body }) =>
    changeRules(context, platform.id, (rules) => withEntry(rules, list, toRuleEntry(body))),
  );
  serve(app, context, clear, ({ platform }) => changeRules(context, platform.id, (rules) => withoutList(rules, list)));
  serve(app, context, remove, ({ platform, params }) =>
    changeRules(context, platform.id, (rules) => withoutEntry(rules, list, params)),
  );
}

import { Hono } from 'hono';
import { utf8Encode } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { decodeAuthorization } from '../../../protocol/ocpi/index.ts';
import type { NodeContext } from '../context.ts';
import type { NodeEnv } from '../server/env.ts';
import { findToken } from '../server/findToken.ts';

/** Parts of a node behind the checks of tokens that the server has, in short: who calls, and the body. */
export function guarded(context: NodeContext, ...parts: readonly Hono<NodeEnv>[]): Hono<NodeEnv> {
  const app = new Hono<NodeEnv>();
  app.use('*', async (c, next) => {
    const bytes = new Uint8Array(await c.req.raw.arrayBuffer());
    c.set('rawBody', bytes.length > 0 ? bytes : null);
    if (!c.req.path.startsWith('/ocpi/')) return next();
    const header = c.req.header('authorization');
    for (const token of header ? decodeAuthorization(header) : []) {
      const found = await findToken(context.store.platforms, sha256Hex(utf8Encode(token)), c.req, context.now());
      if (!found) continue;
      c.set('platform', found.platform);
      c.set('tokenKind', found.kind);
      return next();
    }
    return c.json({ status_code: 2000 }, 401);
  });
  for (const part of parts) app.route('/', part);
  return app;
}

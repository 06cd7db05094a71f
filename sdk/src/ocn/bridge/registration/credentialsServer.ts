import { BaseError } from '../../../errors/index.ts';
import { type Credentials, OcpiError } from '../../../protocol/ocpi/index.ts';
import type { BridgeContext } from '../context.ts';
import type { Connection } from '../store/bridgeStore.ts';
import { assertSameOrigin, change, digestOf, discover, newToken, ourCredentials } from './handshake.ts';

/** The other side registers with us (with a token that we have given it), or changes its tokens: it gets new ones of ours. */
export async function acceptCredentials(
  context: BridgeContext,
  connection: Connection,
  method: 'POST' | 'PUT',
  theirs: Credentials,
): Promise<Credentials> {
  const isRegistered = connection.state === 'registered';
  if (isRegistered === (method === 'POST')) {
    throw new OcpiError('clientError', isRegistered ? 'is registered already' : 'is not registered', {
      httpStatus: 405,
    });
  }
  const found = await discoverBack(context, theirs);
  const token = newToken(context);
  await change(context, (now) => ({
    ...now,
    state: 'registered',
    tokenDigests: [digestOf(token)],
    callToken: theirs.token,
    versionsUrl: theirs.url,
    version: found.version,
    endpoints: found.details.endpoints,
    roles: theirs.roles,
  }));
  return ourCredentials(context, token);
}

async function discoverBack(context: BridgeContext, theirs: Credentials) {
  try {
    // Never a URL of the other's choice: the token is theirs, but the network that it would be asked from is ours.
    assertSameOrigin(theirs.url, context.node.versionsUrl, 'credentials.url');
    return await discover(context, theirs.url, theirs.token);
  } catch (error) {
    if (error instanceof OcpiError && (error.statusCode === 3002 || error.statusCode === 3003)) throw error;
    if (!(error instanceof BaseError)) throw error;
    throw new OcpiError('unusableClientApi', 'could not be used', { field: 'credentials.url', cause: error });
  }
}

import { parseArgs } from 'node:util';
import { BaseError, ConfigurationError } from '../../errors/index.ts';
import { type IpfsNodeOptions, startIpfsNode } from './ipfsNode.ts';

const USAGE = `node main.ts --directory DIR [--rpc-port N] [--gateway-port N] [--host ADDRESS]
  [--listen MULTIADDRESS]… [--allow-origin ORIGIN]… [--allow-host HOST]…

Prints one line of JSON with its addresses when it is ready, and ends on SIGTERM or SIGINT.`;

function readOptions(argv: readonly string[]): IpfsNodeOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      directory: { type: 'string' },
      'rpc-port': { type: 'string' },
      'gateway-port': { type: 'string' },
      host: { type: 'string' },
      listen: { type: 'string', multiple: true },
      'allow-origin': { type: 'string', multiple: true },
      'allow-host': { type: 'string', multiple: true },
    },
  });
  if (!values.directory) throw new ConfigurationError('is required', { field: '--directory', metaMessages: [USAGE] });
  return {
    directory: values.directory,
    rpcPort: readPort(values['rpc-port'], '--rpc-port'),
    gatewayPort: readPort(values['gateway-port'], '--gateway-port'),
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values.listen === undefined ? {} : { listen: values.listen }),
    allowedOrigins: values['allow-origin'] ?? [],
    allowedHosts: values['allow-host'] ?? [],
  };
}

function readPort(text: string | undefined, field: string): number {
  const port = Number(text ?? '0');
  if (!/^\d{1,5}$/.test(text ?? '0') || port > 65_535) {
    throw new ConfigurationError('has to be a port, 0 to 65535', { field });
  }
  return port;
}

try {
  const node = await startIpfsNode(readOptions(process.argv.slice(2)));
  const { rpc, gateway, peerId, addresses } = node;
  process.stdout.write(`${JSON.stringify({ rpc, gateway, peerId, addresses, pid: process.pid })}\n`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void node.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof BaseError) && !isUsage) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}

export { type OpenPort, openPort } from './openPort.ts';
export { type Connections, trackConnections } from './trackConnections.ts';

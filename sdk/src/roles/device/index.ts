export { decodeReceipt, type Receipt } from '../../delivery/claim/index.ts';
export { type AgentLog, type AgentOptions, runAgent } from './agent.ts';
export { type DeviceConfig, decodeDeviceConfig } from './config.ts';
export { Device, type DeviceParts } from './device.ts';
export { ownKeyFiles } from './ownKeys.ts';
export { type Alarm, alarmNames, type ChannelStatus, type PollEvent, type PollReport } from './report.ts';
export {
  initialiseDevice,
  type NewDevice,
  type OpenDeviceOptions,
  openDevice,
  readDeviceConfig,
  readEnrolmentRequest,
  saveDeviceConfig,
  shortId,
} from './stateFolder.ts';
export { type DeviceStatus, readDeviceStatus } from './status.ts';

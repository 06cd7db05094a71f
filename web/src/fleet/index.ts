export {
  useChannels,
  useFleet,
  useFleetDevice,
  useFleetStore,
  useIssues,
  useVerifyEnrolment,
} from './hooks.ts';
export type { ClaimMark, DeviceChange, FleetDevice, FleetEntry } from './model/fleetDevice.ts';
export { encodeKnownDevice } from './model/fleetFile.ts';
export { idGroups } from './model/idGroups.ts';
export type { IssueRecord } from './model/issueRecord.ts';
export { type DeviceRequest, readRequest, readRequestText } from './model/readRequest.ts';
export { type Selection, useSelection } from './selection.ts';
export type { EnrolOptions, FleetStore, ImportReport } from './store/fleetStore.ts';
export { type Keeping, useKeeping } from './useKeeping.ts';

export { type Capture, readCaptures } from './capture/readCaptures.ts';
export { type Costs, costsOf, type Usage } from './costs/costsOf.ts';
export { type MockCpo, type MockCpoOptions, startMockCpo } from './mock/mockCpo.ts';
export {
  type Commanded,
  checkCdr,
  type MockEmsp,
  type MockEmspOptions,
  type Place,
  startMockEmsp,
} from './mock/mockEmsp.ts';
export type { MockEvent, MockOptions } from './mock/mockOptions.ts';
export { type OfficeFile, OfficeFiles } from './office/officeFile.ts';
export { type Exchange, type RunningOffice, startOffice } from './office/startOffice.ts';
export { type Listening, type SmallServer, serveFetch } from './serving/serveFetch.ts';

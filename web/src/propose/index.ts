export { type CaseContext, type CaseFile, isWaiting, openCase } from './cases/caseFile.ts';
export { isUnasked } from './cases/isUnasked.ts';
export { type Kept, MAX_NOTE, type Rejection } from './cases/keep.ts';
export {
  decodeParcel,
  encodeParcel,
  fromLinkPart,
  isLinkPart,
  linkPartOf,
  MAX_PARCEL_BYTES,
  type Parcel,
  toLinkPart,
} from './cases/parcel.ts';
export { quorumsOf } from './cases/quorumsOf.ts';
export { type Side, type Standing, standingOf } from './cases/standing.ts';
export { listOptions, useCase, useCaseContext } from './cases/useCase.ts';
export { type KeepActions, useKeepActions, useKept } from './cases/useKept.ts';
export { askedMembers, type Way, waysToSign } from './cases/ways.ts';
export { ProposePanel, type ProposePanelProps } from './ProposePanel.tsx';
export {
  DraftNotStoredError,
  type Propose,
  type Proposed,
  type ProposeObstacle,
  type ProposeStep,
  usePropose,
} from './usePropose.ts';
export { withProposeTexts } from './withProposeTexts.ts';

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

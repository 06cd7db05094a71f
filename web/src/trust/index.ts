export { AnchorDialog, type AnchorDialogProps } from './AnchorDialog.tsx';
export { CertificateInWords, type CertificateInWordsProps } from './CertificateInWords.tsx';
export { QuorumName, type QuorumNameProps } from './QuorumName.tsx';
export { reasonWords } from './reasonWords.ts';
export { useTrustText } from './useTrustText.ts';
export { VerdictPanel, type VerdictPanelProps } from './VerdictPanel.tsx';
export { VerdictTree, type VerdictTreeProps } from './VerdictTree.tsx';
export { withTrustTexts } from './withTrustTexts.ts';

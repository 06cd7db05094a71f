export { type AnchoredTlsLeaves, type AnchorTlsLeavesOptions, anchorTlsLeaves } from './anchorTlsLeaves.ts';
export { bundleLeafTrust, type ChainLeafTrustOptions, chainLeafTrust, revokersOnChain } from './leafTrust.ts';
export {
  type AnchoredLeafReason,
  type AnchoredLeafVerdict,
  type LeafTrust,
  verifyAnchoredLeaf,
} from './verifyAnchoredLeaf.ts';
export { certificateOfTlsRoot, type TlsRootVerdict, verifyTlsRoot } from './verifyTlsRoot.ts';

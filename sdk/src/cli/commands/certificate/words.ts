/** What a certificate can be about and what a subject may do: the lists alone, so that help need not load the decoder. */
export { certificateKinds as kinds, certificateUsages as usages } from '../../../certificate/certificateWords.ts';

/** CRLReason, RFC 5280, section 5.3.1. */
export const revocationReasons: Readonly<Record<string, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  caCompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
};

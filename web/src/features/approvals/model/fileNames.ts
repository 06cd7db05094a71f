import { type Approval, Proposal, TypedData } from '@gridseal/sdk/quorum';

/** What the files of a proposal are called, so that those of several do not overwrite each other. */
export interface FileNames {
  readonly proposal: string;
  readonly parcel: string;
  readonly approval: (approval: Approval.Approval) => string;
}

/** @example `fileNames(proposal).proposal // 'endorse-1f2e3d4c.json'` */
export function fileNames(proposal: Proposal.Proposal): FileNames {
  const stem = `${proposal.action}-${TypedData.digest(Proposal.actionOf(proposal)).slice(2, 10)}`;
  return {
    proposal: `${stem}.json`,
    parcel: `${stem}-with-approvals.json`,
    approval: ({ signer }) => `${stem}-approval-${signer.slice(-8)}.json`,
  };
}

// The SDK's chain in a chunk of its own: the landing page does without.
export { createChain, simulate, TransactionError, verifySigner, waitForReceipt } from '@gridseal/sdk/chain';

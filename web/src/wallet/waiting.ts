// The SDK's chain, and what wallets do, in chunks of their own: the landing page does without.
export { createChain, simulate, TransactionError, verifySigner, waitForReceipt } from '@gridseal/sdk/chain';

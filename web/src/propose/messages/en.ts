export default {
  chain: {
    button: 'Propose on chain',
    body: 'Puts the draft on IPFS and points the members to it in one transaction. It appears in their inboxes.',
    label: 'Propose to a quorum',
    stranger:
      'This wallet is no member of the quorum. Inboxes set proposals by strangers aside, so hand the link on as well.',
  },
  obstacle: {
    noStore:
      'No IPFS node that this page may write to is set. Add your own in the settings to propose on chain, or hand the proposal on.',
    settings: 'Settings',
    disconnected: 'To propose on chain, connect a wallet. Handing it on needs none.',
    wrongChain: 'Your wallet is on another network.',
  },
  hand: {
    button: 'By link or QR code',
    file: 'Save as a file',
    body: 'Nothing is published: you hand it on yourself.',
  },
  step: {
    trying: 'The call is tried',
    storing: 'The draft goes to IPFS',
    asking: 'Confirm in your wallet',
    sent: 'Sent, waiting for a block',
  },
  refused: 'You refused in the wallet. Nothing was sent.',
  notStored: 'The draft is not on IPFS',
  notStoredBody: 'Nothing was sent. Try again, or hand the proposal on by link.',
  failed: 'It was not proposed',
  done: 'The members have been asked',
};

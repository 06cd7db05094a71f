// What is asked of wallets once they are connected, in a chunk of its own.
export { hashTypedData } from 'viem/utils';
export { sendTransaction, signTypedData } from 'wagmi/actions';

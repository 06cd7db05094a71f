export { type IpfsNode, type IpfsNodeOptions, startIpfsNode } from './ipfsNode.ts';

import { VERSION } from '../version.ts';
import { requiredArgument } from './arguments.ts';
import { type Command, cidLink, jsonAnswer, linesAnswer } from './command.ts';

export const id: Command = async ({ network }) => {
  const { peerId, publicKey, addresses, protocols } = network.describe();
  return jsonAnswer({
    ID: peerId,
    PublicKey: publicKey,
    Addresses: addresses,
    AgentVersion: `gridseal/${VERSION}`,
    Protocols: protocols,
  });
};

export const version: Command = async () =>
  jsonAnswer({ Version: VERSION, Commit: '', Repo: '1', System: `${process.arch}/${process.platform}`, Golang: '' });

export const repoStat: Command = async ({ repository, directory }) => {
  const { blocks, bytes } = await repository.measure();
  return jsonAnswer({
    RepoSize: bytes,
    StorageMax: Number.MAX_SAFE_INTEGER,
    NumObjects: blocks,
    RepoPath: directory,
    Version: 'gridseal@1',
  });
};

export const repoGc: Command = async ({ repository }) => {
  const removed = await repository.collectGarbage();
  return linesAnswer(removed.map((cid) => ({ Key: cidLink(cid) })));
};

export const swarmConnect: Command = async ({ network }, { args, signal }) => {
  const peer = await network.connect(requiredArgument(args), signal);
  return jsonAnswer({ Strings: [`connect ${peer} success`] });
};

export const swarmPeers: Command = async ({ network }) =>
  jsonAnswer({ Peers: network.peers().map(({ address, peer }) => ({ Addr: address, Peer: peer })) });

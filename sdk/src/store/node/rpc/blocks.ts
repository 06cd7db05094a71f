import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { DAG_PB, MAX_BLOCK_BYTES, RAW } from '../../content/index.ts';
import { HttpError } from '../httpError.ts';
import { readSinglePart } from '../multipart.ts';
import { flagArgument, parseCid, requiredArgument } from './arguments.ts';
import { type Command, jsonAnswer } from './command.ts';

const codecs: Readonly<Record<string, number>> = { raw: RAW, 'dag-pb': DAG_PB, protobuf: DAG_PB };
/** Kubo's limit, unless `allow-big-block` is set. */
const USUAL_BLOCK_BYTES = 1024 * 1024;

export const blockPut: Command = async ({ repository, maxBodyBytes }, { request, args, signal }) => {
  const codec = codecs[args.get('cid-codec') ?? args.get('format') ?? 'raw'];
  if (codec === undefined) throw new HttpError(400, 'argument "cid-codec" has to be raw or dag-pb');
  if ((args.get('mhtype') ?? 'sha2-256') !== 'sha2-256')
    throw new HttpError(400, 'argument "mhtype" has to be sha2-256');
  const limit = flagArgument(args, 'allow-big-block', false) ? MAX_BLOCK_BYTES : USUAL_BLOCK_BYTES;
  const pin = flagArgument(args, 'pin', false);
  const bytes = await readSinglePart(request, maxBodyBytes, limit);
  const cid = CID.createV1(codec, await sha256.digest(bytes));
  await repository.writing(async () => {
    await repository.put(cid, bytes);
    if (pin) await repository.pin(cid, signal);
  });
  return jsonAnswer({ Key: cid.toString(), Size: bytes.length });
};

export const blockGet: Command = async ({ repository }, { args, signal }) => {
  const body = await repository.get(parseCid(requiredArgument(args)), signal);
  return { type: 'application/octet-stream', body };
};

export const blockStat: Command = async ({ repository }, { args, signal }) => {
  const cid = parseCid(requiredArgument(args));
  return jsonAnswer({ Key: cid.toString(), Size: (await repository.get(cid, signal)).length });
};

import { HttpError } from '../httpError.ts';
import { flagArgument, parseCid, requiredArgument } from './arguments.ts';
import { type Command, jsonAnswer, linesAnswer } from './command.ts';

export const pinAdd: Command = async ({ repository }, { args, signal }) => {
  if (!flagArgument(args, 'recursive', true)) throw new HttpError(400, 'only recursive pins are kept here');
  const cid = parseCid(requiredArgument(args));
  await repository.writing(() => repository.pin(cid, signal));
  return jsonAnswer({ Pins: [cid.toString()] });
};

export const pinRemove: Command = async ({ repository }, { args }) => {
  const cid = parseCid(requiredArgument(args));
  await repository.writing(async () => {
    if (!repository.pins.has(cid)) throw new HttpError(500, 'not pinned or pinned indirectly');
    await repository.pins.remove(cid);
  });
  return jsonAnswer({ Pins: [cid.toString()] });
};

export const pinList: Command = async ({ repository }, { args }) => {
  const type = args.get('type') ?? 'all';
  if (!['all', 'recursive', 'indirect', 'direct'].includes(type)) {
    throw new HttpError(400, 'argument "type" has to be all, recursive, indirect or direct');
  }
  const found = new Map<string, string>();
  if (type === 'all' || type === 'indirect') {
    for (const cid of (await repository.mark(repository.pins.all())).values()) {
      if (!repository.pins.has(cid)) found.set(cid.toString(), 'indirect');
    }
  }
  if (type === 'all' || type === 'recursive') {
    for (const cid of repository.pins.all()) found.set(cid.toString(), 'recursive');
  }
  return answer(found, args);
};

/** Kubo answers with an error if one that is asked for by its CID is not pinned. */
function answer(found: ReadonlyMap<string, string>, args: URLSearchParams) {
  const wanted = args.getAll('arg').map((text) =>
    parseCid(text.replace(/^\/ipfs\//, ''))
      .toV1()
      .toString(),
  );
  for (const cid of wanted) if (!found.has(cid)) throw new HttpError(500, `path '${cid}' is not pinned`);
  const rows = [...found].filter(([cid]) => wanted.length === 0 || wanted.includes(cid));
  if (flagArgument(args, 'stream', false)) return linesAnswer(rows.map(([Cid, Type]) => ({ Type, Cid })));
  return jsonAnswer({ Keys: Object.fromEntries(rows.map(([cid, Type]) => [cid, { Type }])) });
}

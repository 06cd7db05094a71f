import { randomBytes } from '../../../../crypto/index.ts';
import { openNodeStore } from '../openNodeStore.ts';

/**
 * Writes until it is killed, and says after each write what was acknowledged: `remember 12`, `finish 12`, `plan 12`.
 * Arguments: `folder` or `url`, where, a prefix, and how many bytes answers have.
 */
const [kind = '', where = '', prefix = '', size = '100'] = process.argv.slice(2);
const location = kind === 'url' ? { url: where } : { folder: where };
const say = (line: string) => process.stdout.write(`${line}\n`);
const digest = (number: number): `0x${string}` => `0x${number.toString(16).padStart(64, '0')}`;

try {
  const store = await openNodeStore(location, { sealingKey: new Uint8Array(32).fill(7), random: randomBytes });
  say('open');
  const body = Uint8Array.from(randomBytes(Number(size)));
  for (let i = 0; ; i++) {
    await Promise.all([remember(i), finish(i), plan(i)]);
  }
  async function remember(i: number) {
    if (await store.replays.remember(`shared ${i}`, 1e12, 1)) say(`remember ${i}`);
  }
  async function finish(i: number) {
    const key = { caller: prefix, requestId: `${i}`, digest: digest(i) };
    await store.requests.begin(key, 1, 1e12, 1e9);
    await store.requests.finish(key, { status: 200, headers: {}, body, signature: `${i}` });
    say(`finish ${i}`);
  }
  async function plan(i: number) {
    const party = { country_code: 'NL', party_id: i.toString(36).padStart(3, '0').slice(-3) };
    const tokenDigest = digest((i + 1) * 1_000 + prefix.length);
    try {
      await store.platforms.plan({ parties: [party], tokenDigest, expires: 1e12, now: 1 });
      say(`plan ${i}`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'CONFLICT')) throw error;
    }
  }
} catch (error) {
  say(`error ${error instanceof Error && 'code' in error ? error.code : error}`);
  process.exit(3);
}

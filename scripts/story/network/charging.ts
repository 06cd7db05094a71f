import { fromBase64url, type Hex, toBase64url, utf8Decode, utf8Encode } from '../../../sdk/src/bytes/index.ts';
import { sha256Hex } from '../../../sdk/src/crypto/index.ts';
import { BaseError } from '../../../sdk/src/errors/index.ts';
import { type CdrProof, signersFrom, verifyCdrProof } from '../../../sdk/src/ocn/index.ts';
import type { Cdr, Evse, Location, Session } from '../../../sdk/src/protocol/ocpi/index.ts';
import type { MockEvent } from '../../../sdk/src/roles/ocnTools/index.ts';
import { type Stage, short } from '../stage.ts';
import { type Answered, signaturesOf } from './exchanges.ts';
import { chargingSpeed, type Offices } from './offices.ts';
import { idOf, parties } from './people.ts';

const [cpoId, emspId] = [parties.cpo.id, parties.emsp.id];
const [cpoName, emspName] = [idOf(parties.cpo), idOf(parties.emsp)];
const pageSize = 4;

/** Whose signature something has, by the name that the registry has for the key. @throws {Error} if it is not that of `expected`. */
function signer({ directory }: Offices, key: unknown, expected: string): string {
  const id = typeof key === 'string' ? directory.partyAt(key as Hex)?.id : undefined;
  const name = id ? idOf({ id }) : 'nobody';
  if (name !== expected) throw new Error(`was to be signed by ${expected}, and is by ${name}`);
  return `signed by ${name}, ${short(key as Hex)}`;
}

async function answered(offices: Offices, exchange: Answered, by: string) {
  const { signer: key, nodes, replaced } = await signaturesOf(exchange, offices.network, offices.directory);
  const fields = `“${replaced.join('”, “')}”`;
  return { words: signer(offices, key, by), onTheWay: `${nodes} nodes have signed that they replaced ${fields}` };
}

/** @returns The first page as it came, for looking at it. */
export async function readLocations({ teller }: Stage, offices: Offices): Promise<Answered> {
  teller.chapter('Locations, read in pages through both nodes');
  const exchanges: Answered[] = [];
  for await (const { objects, total } of offices.emsp.bridge.locations.pages(cpoId, { limit: pageSize })) {
    const exchange = offices.asks.emsp.last();
    exchanges.push(exchange);
    const { words, onTheWay } = await answered(offices, exchange, cpoName);
    teller.say(emspName, `page ${exchanges.length}: ${objects.length} of ${total}, ${words}; ${onTheWay}`);
  }
  const { tariffs } = await offices.emsp.pull(cpoId);
  teller.say(emspName, `${tariffs} tariffs; from now on ${cpoName} tells it of every change`);
  return exchanges[0] as Answered;
}

/** Where there is much power: so there is something to see within seconds. */
function fastPlace({ emsp }: Offices): { readonly location: Location; readonly evse: Evse } {
  for (const location of emsp.locations()) {
    const evse = location.evses?.find(({ connectors }) => connectors.some(({ power_type }) => power_type === 'DC'));
    if (evse) return { location, evse };
  }
  throw new Error('there is no place with direct current');
}

export async function authorise({ teller }: Stage, offices: Offices): Promise<void> {
  const { cpo, emsp } = offices;
  teller.chapter('Somebody holds a card to a charge point: its provider is asked, now');
  const { location, evse } = fastPlace(offices);
  const where = { type: 'RFID' as const, location: { location_id: location.id, evse_uids: [evse.uid] } };
  for (const wanted of ['ALLOWED', 'BLOCKED'] as const) {
    const card = emsp.tokens.find(({ token, allowed }) => token.type === 'RFID' && allowed === wanted);
    if (!card) throw new Error(`there is no card that is ${wanted}`);
    const question = offices.heard.emsp.next('a question about a card', ({ event }) => event === 'authorize');
    const { allowed } = await cpo.bridge.tokens.authorize(emspId, card.token.uid, where);
    if (allowed !== wanted) throw new Error(`was to be ${wanted}, and is ${allowed}`);
    signer(offices, (await question).data.signedBy, cpoName);
    const { words } = await answered(offices, offices.asks.cpo.last(), emspName);
    teller.say(cpoName, `asks about card ${card.token.uid} at ${evse.uid}: “allowed” is ${allowed}, ${words}`);
  }
}

const isOf = (kind: string, test: (object: never) => boolean) => (event: MockEvent) =>
  event.event === kind && event.data.object !== null && test(event.data.object as never);

/** Charges for some seconds, each of which is a minute there. @returns The CDR of it. */
export async function charge({ teller }: Stage, offices: Offices): Promise<Cdr> {
  const { emsp, heard } = offices;
  teller.chapter(`A session, started and stopped by command; a second is ${chargingSpeed} at the charge point`);
  const { location, evse } = fastPlace(offices);
  const session = (status: Session['status']) =>
    heard.emsp.next(
      `a session that is ${status}`,
      isOf('sessions', (one: Session) => one.status === status),
    );
  const command = heard.cpo.next('a command', ({ event }) => event === 'command');
  const begun = session('ACTIVE');
  const started = await emsp.charge(cpoId, { locationId: location.id, evseUid: evse.uid });
  teller.say(
    cpoName,
    `gets START_SESSION for ${evse.uid}, ${signer(offices, (await command).data.signedBy, emspName)}`,
  );
  teller.say(emspName, `“result”, which comes later to its “response_url”: ${started.result}`);
  const { id } = (await begun).data as { readonly id: string };
  for (let reading = 0; reading < 2; reading++) tellReading(await session('ACTIVE'));
  const [completed, bill] = [
    session('COMPLETED'),
    heard.emsp.next(
      'a CDR',
      isOf('cdrs', () => true),
    ),
  ];
  const stopped = await emsp.stop(cpoId, id);
  teller.say(emspName, `sends STOP_SESSION; “result” is ${stopped.result}`);
  tellReading(await completed);
  return (await bill).data.object as Cdr;

  function tellReading({ data }: MockEvent): void {
    const { kwh, total_cost, currency, status } = data.object as Session;
    const reading = `“kwh” ${kwh.toFixed(3)}, ${total_cost?.excl_vat.toFixed(2)} ${currency}, ${status}`;
    teller.say(emspName, `is told ${reading}, ${signer(offices, data.signedBy, cpoName)}`);
  }
}

/** What was billed, its proof, and the same with one more digit. */
export interface Billed {
  readonly proof: CdrProof;
  readonly forged: CdrProof;
}

export async function bill({ teller }: Stage, offices: Offices, cdr: Cdr): Promise<Billed> {
  teller.chapter('The charge detail record, and what proves it to anybody, later and with no connection');
  const { directory, emsp } = offices;
  const [proof, known] = [
    await emsp.bridge.cdrProof(cpoId, cdr.id),
    await signersFrom(directory, emspId)(cpoId, Date.now()),
  ];
  if (!proof || !known) throw new Error('a CDR has no proof');
  const { total_energy, total_time, total_cost, currency } = cdr;
  const cost = `${total_cost.excl_vat.toFixed(2)} ${currency}`;
  teller.say(
    emspName,
    `CDR ${cdr.id.slice(0, 10)}…: ${total_energy.toFixed(3)} kWh in ${Math.round(total_time * 60)} min, ${cost}`,
  );
  const verdict = await verifyCdrProof(proof, known);
  const by = signer(offices, verdict.signer, cpoName);
  teller.say('proof', `${by}, at ${verdict.issued}: “body” is byte for byte what was sent`);
  const forged = withOneMoreDigit(proof, cdr);
  const refusal = await verifyCdrProof(forged, known).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refusal instanceof BaseError)) throw new Error('a changed CDR is as good as the true one');
  const { total_energy: more } = JSON.parse(utf8Decode(fromBase64url(forged.body))) as Cdr;
  teller.say('forged', `with ${more.toFixed(3)} kWh instead: refused, “${refusal.field}” ${refusal.shortMessage}`);
  return { proof, forged };
}

/** Whoever adds a digit makes the digest fit, too. */
function withOneMoreDigit(proof: CdrProof, { total_energy }: Cdr): CdrProof {
  const text = utf8Decode(fromBase64url(proof.body));
  const changed = text.replace(`"total_energy":${total_energy}`, `"total_energy":1${total_energy}`);
  if (changed === text) throw new Error('has no total_energy');
  const body = utf8Encode(changed);
  return { ...proof, body: toBase64url(body), digest: sha256Hex(body) };
}

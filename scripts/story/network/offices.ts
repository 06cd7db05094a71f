import { changeRegistry, createNodeDirectory, type NodeDirectory, networkOf } from '../../../sdk/src/chain/index.ts';
import { signersFrom } from '../../../sdk/src/ocn/index.ts';
import { encodeAuthorization, type Party } from '../../../sdk/src/protocol/ocpi/index.ts';
import {
  type MockCpo,
  type MockEmsp,
  type MockOptions,
  startMockCpo,
  startMockEmsp,
} from '../../../sdk/src/roles/ocnTools/index.ts';
import type { Sandbox } from '../../../sdk/src/roles/sandbox/index.ts';
import { type Stage, short } from '../stage.ts';
import { recorder } from './exchanges.ts';
import { createHeard, type Heard } from './heard.ts';
import type { StoryNode } from './nodes.ts';
import { addressOf, idOf, type Member, parties, signerOf } from './people.ts';

/** Seconds that pass at the charge points in one. */
export const chargingSpeed = 60;

/** What each of the two back offices has, and what it was told. */
export interface Offices {
  readonly cpo: MockCpo;
  readonly emsp: MockEmsp;
  readonly asks: Readonly<Record<'cpo' | 'emsp', ReturnType<typeof recorder>>>;
  readonly heard: Readonly<Record<'cpo' | 'emsp', Heard>>;
  readonly directory: NodeDirectory;
  readonly network: string;
}

const ofCpo = ['cdrs', 'locations', 'sessions', 'tariffs'] as const;
const ofEmsp = ['chargingprofiles', 'commands', 'tokens'] as const;

/** A party names the operator whose node serves it; nobody else can say that for it. */
export async function enterParty(sandbox: Sandbox, member: Member, role: 'CPO' | 'EMSP', node: StoryNode) {
  const [sender, receiver] = role === 'CPO' ? [ofCpo, ofEmsp] : [ofEmsp, ofCpo];
  const terms = { id: member.id, roles: [role], sender, receiver, operator: node.address } as const;
  return changeRegistry(sandbox.chain, sandbox.account(member.index), { action: 'setParty', ...terms });
}

export async function enterParties({ sandbox, teller }: Stage, nodes: readonly [StoryNode, StoryNode]): Promise<void> {
  teller.chapter('A charge point operator and a mobility provider enter the registry, each with its own wallet');
  const [north, south] = nodes;
  for (const [member, role, node] of [
    [parties.cpo, 'CPO', north],
    [parties.emsp, 'EMSP', south],
  ] as const) {
    const entered = await enterParty(sandbox, member, role, node);
    if (entered.outcome === 'already') throw new Error('was to be new to the registry');
    const who = `${member.name}, ${role}, is ${short(addressOf(sandbox, member))}`;
    const served = `the node of ${node.operator.name} serves it`;
    teller.say(idOf(member), `${who}; ${served}: transaction ${short(entered.receipt.transaction)}`);
  }
}

/** Starts the back offices: both require the signature of whom the registry names, on everything that comes. */
export async function startOffices(
  { sandbox }: Stage,
  things: AsyncDisposableStack,
  [north, south]: readonly [StoryNode, StoryNode],
): Promise<Offices> {
  const directory = createNodeDirectory(sandbox.chain);
  await directory.refresh();
  const following = setInterval(() => void directory.refresh().catch(() => undefined), 1_000);
  things.defer(() => clearInterval(following));
  const network = networkOf(sandbox.chain);
  const asks = { cpo: recorder(), emsp: recorder() };
  const heard = { cpo: createHeard(), emsp: createHeard() };
  const common = (who: 'cpo' | 'emsp', node: StoryNode): MockOptions => ({
    ...{ party: parties[who].id, name: parties[who].name, network, signer: signerOf(sandbox, parties[who]) },
    ...{ listen: { host: '127.0.0.1', port: 0 }, versionsUrl: `${node.url}/ocpi/versions`, fetch: asks[who].fetch },
    verify: { incoming: 'required', signersOf: signersFrom(directory, parties[who].id) },
    say: heard[who].say,
  });
  const emsp = await startMockEmsp(common('emsp', south));
  things.defer(() => emsp.close());
  const cpo = await startMockCpo({ ...common('cpo', north), speed: chargingSpeed, tickMs: 250 });
  things.defer(() => cpo.close());
  return { cpo, emsp, asks, heard, directory, network };
}

/** An operator gives a party that it serves a token with which to register, once. */
export async function invite(node: StoryNode, { id }: Member): Promise<string> {
  await isKnown(node, id);
  const response = await fetch(`${node.url}/admin/generate-registration-token`, {
    method: 'POST',
    headers: { Authorization: `Token ${node.adminKey}` },
    body: JSON.stringify([id]),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the node gives no token: ${text}`);
  return (JSON.parse(text) as { readonly token: string }).token;
}

/** A node reads of a party in the registry a moment after it was entered. */
async function isKnown({ url }: StoryNode, { country_code, party_id }: Party): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const response = await fetch(`${url}/ocn/registry/node/${country_code}/${party_id}`);
    const text = await response.text();
    if (response.ok && text.includes(url)) return;
    if (Date.now() > until) throw new Error(`the node does not know the party: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function register(stage: Stage, offices: Offices, nodes: readonly [StoryNode, StoryNode]): Promise<void> {
  const { teller, sandbox } = stage;
  teller.chapter('Handshake: each registers its back office with the node that it has named');
  const [north, south] = nodes;
  for (const [office, member, node] of [
    [offices.cpo, parties.cpo, north],
    [offices.emsp, parties.emsp, south],
  ] as const) {
    const token = await invite(node, member);
    await office.register(token);
    const connection = await office.bridge.connection();
    const hub = connection?.roles.find(({ role }) => role === 'HUB');
    const at = hub && `${hub.country_code}/${hub.party_id} HUB`;
    teller.say(
      idOf(member),
      `registered with ${at} at ${node.url}, OCPI ${connection?.version}, with new tokens both ways`,
    );
    const again = await fetch(`${node.url}/ocpi/versions`, { headers: { Authorization: encodeAuthorization(token) } });
    if (again.status !== 401) throw new Error('a registration token is good for more than one time');
    teller.say('node', `${node.operator.name}’s invitation is used up: whoever asks with its token again gets 401`);
  }
  const keyOf = (one: Member) => `${idOf(one)} ${short(addressOf(sandbox, one))}`;
  const keys = [parties.cpo, parties.emsp].map(keyOf).join(', ');
  teller.say('both', `take nothing that is not signed by whom the registry names: ${keys}`);
}

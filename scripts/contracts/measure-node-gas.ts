import hre, { network } from 'hardhat';
import { type Address, type Hex, sha256, stringToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { compactSignature, packApprovals, quorumId } from './approvals.ts';
import { DEADLINE, sample } from './gas-scene.ts';
import type { GasFigure } from './measure-gas.ts';
import { domainOf, quorumTypes } from './typed-data.ts';

/** Roles and modules of an ordinary charge point operator: it sends locations, sessions, cdrs and tariffs, and receives the rest. */
const roles = 1;
const sender = 0b0111001;
const receiver = 0b1000110;
const id = stringToHex('DEABC');

/**
 * What the writes of `NodeRegistry` cost their senders, on a new in-process chain (Osaka rules). Nodes and parties are there already, so
 * that lists have a beginning; an anchor endorses the certificates.
 */
export async function measureNodeGas(): Promise<GasFigure[]> {
  await hre.tasks.getTask('build').run({ quiet: true, noTests: true });
  const { viem } = await network.create('osaka');
  const client = await viem.getPublicClient();
  const [first, operator, party] = (await viem.getWalletClients()).map(({ account }) => account);
  if (!first || !operator || !party) throw new Error('The chain has too few accounts.');
  const registry = await viem.deployContract('QuorumRegistry');
  const anchor = privateKeyToAccount(sample('anchor'));
  const members = [{ signer: anchor.address, weight: 1 }];
  const quorum = quorumId(members, 1, 1, sample('salt'));
  await registry.write.createQuorum([members, 1, 1, sample('salt')]);
  const nodes = await viem.deployContract('NodeRegistry', [registry.address, [quorum], 1n]);

  async function gasOf(transaction: Promise<Hex>): Promise<number> {
    const receipt = await client.waitForTransactionReceipt({ hash: await transaction });
    if (receipt.status !== 'success') throw new Error(`The transaction ${receipt.transactionHash} was reverted.`);
    return Number(receipt.gasUsed);
  }

  async function certificateFor(partyId: string, owner: Address) {
    const certificate = partyCertificate(partyId, owner);
    const domain = domainOf('QuorumRegistry', client.chain.id, registry.address);
    const message = { certificate: sha256(certificate.body), quorum, version: 1, deadline: DEADLINE };
    const signature = await anchor.signTypedData({ domain, types: quorumTypes, primaryType: 'Endorsement', message });
    const approvals = packApprovals([{ index: 0, signature: compactSignature(signature) }]);
    await gasOf(registry.write.endorse([message.certificate, quorum, DEADLINE, approvals]));
    return certificate;
  }

  const as = (account: { readonly address: Address }) => ({ account: account.address });
  await gasOf(nodes.write.setNode(['https://first.example.com', '0x'], as(first)));
  const terms = [roles, sender, receiver, operator.address] as const;
  const set = await gasOf(nodes.write.setNode(['https://node.example.com', '0x'], as(operator)));
  const update = await gasOf(nodes.write.setNode(['https://ocn.example.com', '0x'], as(operator)));
  const other = await certificateFor('XYZ', first.address);
  await gasOf(nodes.write.setParty([stringToHex('DEXYZ'), ...terms, other], as(first)));
  const certificate = await certificateFor('ABC', party.address);
  const setParty = await gasOf(nodes.write.setParty([id, ...terms, certificate], as(party)));
  const updateParty = await gasOf(nodes.write.updateParty([roles, sender, 0], as(party)));
  await gasOf(nodes.write.offerParty([first.address], as(party)));
  const accept = await gasOf(nodes.write.acceptParty([party.address], as(first)));
  return [
    { name: 'gas.node.set', value: set, goal: 80_000 },
    { name: 'gas.node.update', value: update, goal: 45_000 },
    { name: 'gas.party.set', value: setParty, goal: 130_000 },
    { name: 'gas.party.update', value: updateParty, goal: 45_000 },
    { name: 'gas.party.accept', value: accept, goal: 45_000 },
  ];
}

/** A certificate of the size that the SDK writes, and where its parts begin. */
function partyCertificate(partyId: string, owner: Address) {
  const json = JSON.stringify({
    kind: 'party',
    notAfter: '2031-01-01T00:00:00Z',
    notBefore: '2020-01-01T00:00:00Z',
    requiredEndorsements: 1,
    serial: 'q83vASNFZ4mrze8BI0VniQ',
    subject: { name: 'Example Charging GmbH', party: { countryCode: 'DE', partyId }, signer: owner.toLowerCase() },
    type: 'gridseal/certificate/v1',
    usages: ['signData'],
  });
  const at = (part: string) => json.indexOf(part);
  return {
    body: stringToHex(json),
    termsAt: at('"kind":"party"'),
    partyAt: at('"party":{'),
    signerAt: at('"signer":"0x'),
  };
}

import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import { chainTime, endorse } from '../../sdk/src/chain/index.ts';
import { randomBytes } from '../../sdk/src/crypto/index.ts';
import { PackedApprovals, Quorum } from '../../sdk/src/quorum/index.ts';
import { competitors, coSign, type Founded, foundQuorum, messageFor, type Person, submit, walletOf } from './people.ts';
import { mustBeRefused, type Stage, short } from './stage.ts';

/** What the stakeholders have set up. */
export interface Foundation {
  readonly people: readonly [Person, Person, Person];
  readonly stakeholders: Founded;
  /** The authority is itself a quorum: of one member here, of as many as you like. */
  readonly administrators: Founded;
  readonly administrator: Person;
  /** The ERC-7913 signer of `administrators`. */
  readonly authority: Hex;
  /** The id of the authority's certificate. */
  readonly certificate: Hex;
}

const year = 365 * 86_400;

/** Makes a certificate and puts it on IPFS, where everybody who is asked to sign can read it. */
export async function publishDraft(
  { sandbox }: Stage,
  draft: Pick<Certificate.CertificateInput, 'kind' | 'subject' | 'usages' | 'edges'>,
): Promise<Hex> {
  const { timestamp } = await chainTime(sandbox.chain);
  const validity = { notBefore: timestamp - 60, notAfter: timestamp + 5 * year };
  const certificate = Certificate.from({ ...draft, ...validity, serial: randomBytes(16) });
  const { digest } = await sandbox.store.writeBlock(Certificate.encode(certificate));
  return digest;
}

/** Three stakeholders found a quorum and co-sign the certificate of an authority; one signature alone is refused. */
export async function layFoundation(stage: Stage): Promise<Foundation> {
  const { sandbox, teller } = stage;
  const people = competitors(sandbox);
  const [aurora, , cirrus] = people;

  teller.chapter('Three competitors found a quorum: two of them endorse, each alone can revoke');
  const stakeholders = await foundQuorum(sandbox, people, { threshold: 2, revocationThreshold: 1 });
  for (const { name, signer } of people) {
    teller.say('member', `${name}, ${signer.algorithm} key ${short(signer.signer)}`);
  }
  teller.say('quorum', stakeholders.id);

  teller.chapter('They co-sign the certificate of an authority');
  const administrator = walletOf(sandbox, 4, 'Fleet administration');
  const administrators = await foundQuorum(sandbox, [administrator], { threshold: 1 });
  const authority = Quorum.signer(sandbox.addresses.quorumRegistry, administrators.id);
  const certificate = await publishDraft(stage, {
    kind: 'authority',
    subject: { name: administrator.name, role: 'chargingStationOperator', signer: authority },
    usages: ['issueKeys', 'signCertificates'],
  });
  teller.say('draft', `“${administrator.name}” may issue keys: certificate ${short(certificate)}, on IPFS`);
  const action = await messageFor(sandbox, 'endorse', stakeholders, certificate);
  const alone = await coSign(sandbox, stakeholders, action, [aurora]);
  teller.say('signed', `by ${aurora.name}: weight ${alone.weight} of ${alone.threshold}`);
  const index = stakeholders.members.findIndex(({ signer }) => signer === aurora.signer.signer);
  const { signature } = alone.approvals[0] as (typeof alone.approvals)[number];
  await mustBeRefused('BelowThreshold', () =>
    endorse(sandbox.chain, sandbox.account(0), {
      ...action.message,
      approvals: PackedApprovals.encode([{ index, signature }]),
    }),
  );
  teller.say('chain', 'refuses one signature alone');
  const both = await coSign(sandbox, stakeholders, action, [aurora, cirrus]);
  teller.say('signed', `by ${cirrus.name} too: weight ${both.weight} of ${both.threshold}`);
  const { transaction } = await submit(sandbox, action, both.packed as Hex);
  teller.say('chain', `the certificate is endorsed in transaction ${short(transaction)}`);
  return { people, stakeholders, administrators, administrator, authority, certificate };
}

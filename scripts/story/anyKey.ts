import type { Hex } from '../../sdk/src/bytes/index.ts';
import { type RandomBytes, randomBytes, softwareAuthenticator, webAuthnSigner } from '../../sdk/src/crypto/index.ts';
import { SigningKey } from '../../sdk/src/identity/index.ts';
import type { Sandbox } from '../../sdk/src/roles/sandbox/index.ts';
import { publishDraft } from './foundation.ts';
import { coSign, foundQuorum, messageFor, type Person, submit, walletOf } from './people.ts';
import { type Stage, short } from './stage.ts';

/** Four stakeholders, each with another kind of key. The passkey’s authenticator is software here, and asks nobody. */
export async function fourKinds(sandbox: Sandbox, random: RandomBytes): Promise<readonly Person[]> {
  const { p521Verifier, slhDsaVerifier, webAuthnVerifier } = sandbox.addresses;
  const make = async (choice: Parameters<typeof SigningKey.generate>[0]) =>
    SigningKey.toSigner(await SigningKey.generate(choice, random));
  const authenticator = softwareAuthenticator({ privateKey: random(32), rpId: 'boreal.example' });
  return [
    walletOf(sandbox, 1, 'Aurora Charging, with a wallet'),
    {
      name: 'Boreal Mobility, with a passkey',
      signer: webAuthnSigner(authenticator, { ...authenticator, verifier: webAuthnVerifier as Hex }),
    },
    {
      name: 'Cirrus Meters, with a P-521 key as the Open Charging Cloud has them',
      signer: await make({ algorithm: 'P-521', verifier: p521Verifier }),
    },
    {
      name: 'Delta Grid, with an SLH-DSA key that no quantum computer forges',
      signer: await make({ algorithm: 'SLH-DSA-SHA2-128s', verifier: slhDsaVerifier }),
    },
  ];
}

/** A quorum of four kinds of keys endorses a certificate in one transaction: the contract asks each key’s own verifier. */
export async function endorseWithAnyKey(stage: Stage): Promise<void> {
  const { sandbox, teller } = stage;
  teller.chapter('Any key is a member: a wallet, a passkey, a P-521 key and a post-quantum key co-sign');
  const people = await fourKinds(sandbox, randomBytes);
  const quorum = await foundQuorum(sandbox, people, { threshold: people.length });
  for (const { name } of people) teller.say('member', name);
  const certificate = await publishDraft(stage, {
    kind: 'authority',
    subject: { name: 'Metrology authority', role: 'metrologyAuthority' },
    usages: ['signCertificates'],
  });
  const action = await messageFor(sandbox, 'endorse', quorum, certificate);
  const { packed, weight, threshold } = await coSign(sandbox, quorum, action, people);
  const { transaction, gasUsed } = await submit(sandbox, action, packed as Hex);
  teller.say(
    'chain',
    `weight ${weight} of ${threshold}: endorsed in transaction ${short(transaction)}, ${gasUsed.toLocaleString('en-US')} gas`,
  );
}

import { quorumRegistryAbi } from '@gridseal/sdk/abi';
import { concat, fromHex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import type { Signer } from '@gridseal/sdk/crypto';
import { VerificationError } from '@gridseal/sdk/errors';
import { Approval, Proposal } from '@gridseal/sdk/quorum';
import { decodeFunctionData, hashTypedData, keccak256 } from 'viem';
import { describe, expect, test } from 'vitest';
import {
  alice,
  bob,
  certificate,
  endorse,
  proposeEndorsement,
  quorumOf,
  registry,
  three,
} from '../../../propose/cases/cases.fixtures.ts';
import { approveCall, commandFor, digestCall, sign, whatIsSigned } from './whatIsSigned.ts';

const proposal = proposeEndorsement(three);

describe('whatIsSigned', () => {
  test('behavior: what is shown is what is signed, hash by hash', async () => {
    const what = whatIsSigned(proposal);
    const { domainSeparator, structHash, digest } = what.parts;
    const bytes = concat(new Uint8Array([0x19, 0x01]), fromHex(domainSeparator), fromHex(structHash));
    expect(keccak256(bytes)).toBe(digest);
    expect(hashTypedData(what.typedData as never)).toBe(digest);
    const approval = await sign(what, bob);
    expect(approval.digest).toBe(digest);
    expect(Approval.actionOf(approval)).toEqual(what.action);
    expect(await Approval.verify(approval)).toBe(true);
  });

  test('behavior: the wallet is given the object that is shown', async () => {
    const what = whatIsSigned(proposal);
    const asked: unknown[] = [];
    const wallet: Signer = {
      ...alice,
      signTypedData: async (typedData) => {
        asked.push(typedData);
        return alice.sign(what.parts.digest);
      },
    };
    await sign(what, wallet);
    expect(asked).toEqual([what.typedData]);
  });

  test('behavior: the certificate that is shown is the one that the message names', () => {
    const what = whatIsSigned(proposal);
    expect(what.certificate).toEqual(certificate);
    expect(what.typedData.message.certificate).toBe(Certificate.id(certificate));
  });

  test('behavior: a member of a member is shown the message behind its own', () => {
    const inner = quorumOf([alice.signer], 1);
    const what = whatIsSigned(Proposal.forMember(proposal, inner));
    expect(what.action).toMatchObject({ action: 'approve', message: { digest: whatIsSigned(proposal).parts.digest } });
    expect(what.matter).toEqual(endorse(three));
    expect(what.certificate).toEqual(certificate);
  });

  test('behavior: the transaction and the question to the registry say the same', () => {
    const what = whatIsSigned(proposal);
    const approve = approveCall(what);
    expect(approve.to).toBe(registry);
    expect(decodeFunctionData({ abi: quorumRegistryAbi, data: approve.data ?? '0x' })).toEqual({
      functionName: 'approve',
      args: [three.id, what.parts.digest],
    });
    const question = decodeFunctionData({ abi: quorumRegistryAbi, data: digestCall(what).data ?? '0x' });
    expect(question.functionName).toBe('endorsementDigest');
    const { certificate: id, quorum, version, deadline } = what.action.message as ReturnType<typeof endorse>['message'];
    expect(question.args).toEqual([id, quorum, version, BigInt(deadline)]);
  });

  test('behavior: the command names the quorums between', () => {
    expect(commandFor(endorse(three), 'endorse.json')).toBe('gridseal certificate approve endorse.json --dry-run');
    expect(commandFor(endorse(three), 'a.json', [three.id])).toContain(` --as ${three.id} `);
  });

  test('error: a signer that answers for another', async () => {
    const impostor: Signer = { ...alice, signer: bob.signer.toUpperCase().replace('0X', '0x') as typeof bob.signer };
    await expect(sign(whatIsSigned(proposal), impostor)).resolves.toMatchObject({ signer: bob.signer.toLowerCase() });
    const what = whatIsSigned(proposal);
    const swapped = { ...what, action: endorse(three, 1) };
    await expect(sign(swapped, alice)).rejects.toThrow(VerificationError);
  });

  test('error: a body that is no certificate is neither shown nor signed', () => {
    expect(() => whatIsSigned({ ...proposal, certificate: { kind: 'authority' } })).toThrow();
  });
});

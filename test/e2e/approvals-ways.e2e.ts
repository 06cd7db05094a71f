import { Buffer } from 'node:buffer';
import QRCode from 'qrcode';
import { createWalletClient, type Hex, http, publicActions } from 'viem';
import { toAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { expect, test } from 'vitest';
import { statusOf } from '../../sdk/src/chain/index.ts';
import { Approval, Parcel, Proposal } from '../../sdk/src/quorum/index.ts';
import { toCodeParts } from '../../web/src/lib/codeParts.ts';
import { compileSolidity } from '../support/compileSolidity.ts';
import { openFile, sign } from './support/approving.ts';
import { connectWallet } from './support/connect.ts';
import { actionFor, found, suggest } from './support/people.ts';
import { inBrowser, type Stage } from './support/stage.ts';
import { createTestWallet } from './support/wallet.ts';

const ownedWallet = `pragma solidity ^0.8.27;
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
contract OwnedWallet is IERC1271 {
    address immutable owner;
    constructor(address owner_) { owner = owner_; }
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        bool good = signature.length == 66 && ECDSA.recover(hash, signature[:65]) == owner;
        return good ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}`;

/** A smart account: a contract that accepts its owner's signature with a byte behind it. */
async function smartAccount({ world: { sandbox, people } }: Stage) {
  const owner = people.admin.account;
  const { abi, bytecode } = compileSolidity('OwnedWallet', ownedWallet);
  const connection = {
    account: sandbox.account(0),
    chain: foundry,
    transport: http(sandbox.rpcUrl),
    pollingInterval: 50,
  };
  const client = createWalletClient(connection).extend(publicActions);
  const hash = await client.deployContract({ abi, bytecode, args: [owner.address] });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error('The smart account was not deployed.');
  const account = toAccount({
    address: contractAddress,
    signMessage: () => Promise.reject(new Error('not asked')),
    signTransaction: () => Promise.reject(new Error('not asked')),
    signTypedData: async (data) => `${await owner.signTypedData(data)}00` as const,
  });
  return { address: contractAddress.toLowerCase() as Hex, account };
}

/** Runs in the page: a camera before which somebody holds, each time that it is switched on, the next series of codes. */
function camera(series: readonly (readonly string[])[]): void {
  let turn = 0;
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = async () => {
    const codes = series[turn++] ?? [];
    const images = codes.map((src) => Object.assign(new Image(), { src }));
    await Promise.all(images.map((image) => image.decode()));
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 640 });
    let frame = 0;
    setInterval(() => {
      const image = images[Math.floor(frame++ / 12) % images.length];
      if (image) canvas.getContext('2d')?.drawImage(image, 0, 0, 640, 640);
    }, 50);
    return canvas.captureStream(20);
  };
}

inBrowser('ways to approve', (stage) => {
  test('behavior: a smart account (ERC-1271) signs, its contract is asked, and its approval endorses', async () => {
    const { sandbox, people, certificates } = stage.world;
    const smart = await smartAccount(stage);
    const state = await found(sandbox, { members: [{ signer: smart.address }], threshold: 1 });
    const action = await actionFor(sandbox, state, { action: 'endorse', certificate: certificates.draft });
    const draft = await suggest(sandbox, people.admin, action);
    const wallet = createTestWallet({
      name: 'Smart Wallet',
      account: smart.account as never,
      rpcUrl: sandbox.rpcUrl,
      homeChain: sandbox.chainId,
    });
    const visitor = await stage.visit(`/approvals/${draft}`, {
      wallets: ['delta'],
      prepare: (context) => wallet.install(context),
    });
    const { page } = visitor;
    await page.getByText('A weight of 1 is missing.').waitFor();
    await page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Smart Wallet' }).click();
    await sign(visitor);
    await page.getByText('Enough have approved.').waitFor();
    // A contract wallet does not send by itself here: anybody may.
    await wallet.disconnect();
    await page.getByText('Connect any wallet to submit.').waitFor();
    await connectWallet(visitor, 'delta');
    await page.getByText('Simulated: the registry accepts it.').waitFor();
    await page.getByRole('button', { name: 'Submit to the chain' }).click();
    await page.getByText('The chain says what this proposal asks for.').waitFor();
    const slot = { certificate: certificates.draft, quorum: state.id };
    expect(await statusOf(sandbox.chain, slot, { depth: 'head' })).toMatchObject({ status: 'endorsed' });
  });

  test('behavior: members of a quorum that is a member approve by a message of their own', async () => {
    const { sandbox, people, quorums, certificates } = stage.world;
    const wish = { action: 'endorse', certificate: certificates.draft } as const;
    const action = await actionFor(sandbox, quorums.providers, wish);
    const draft = await suggest(sandbox, people.cirrus, action);
    const proposal = Proposal.decode(await sandbox.store.read({ digest: draft, codec: 'raw' }));
    const inner = Proposal.forMember(proposal, quorums.operators);
    const aurora = await stage.visit(`/approvals/${draft}`, { wallets: ['aurora'] });
    await connectWallet(aurora, 'aurora');
    await aurora.page.getByText('A weight of 2 is missing.').waitFor();
    await aurora.page.getByText(`--as ${quorums.operators.id} --dry-run`).waitFor();
    await aurora.page.getByRole('button', { name: 'Review and sign' }).click();
    const review = aurora.page.getByRole('dialog');
    await review.getByText('QuorumApproval').waitFor();
    await review.getByRole('button', { name: 'Sign', exact: true }).click();
    await aurora.page.getByText('1 of 2').first().waitFor();
    // One of the nested quorum is not the nested quorum.
    await aurora.page.getByText('A weight of 2 is missing.').waitFor();
    const others = [
      await Approval.sign(people.boreal.signer, Proposal.actionOf(inner)),
      await Approval.sign(people.cirrus.signer, action),
    ];
    await aurora.go('/approvals');
    await openFile(aurora, Parcel.encode({ proposal, approvals: others }));
    await aurora.page.getByText('2 approvals taken.').waitFor();
    await aurora.page.getByText('Simulated: the registry accepts it.').waitFor();
    await aurora.page.getByRole('button', { name: 'Submit to the chain' }).click();
    await aurora.page.getByText('The chain says what this proposal asks for.').waitFor();
  });

  test('behavior: a QR code before the camera is read; others are refused, and so is none without a camera', async () => {
    const { sandbox, people, proposals } = stage.world;
    const proposal = Proposal.decode(await sandbox.store.read({ digest: proposals.endorse, codec: 'raw' }));
    const approval = await Approval.sign(people.aurora.signer, Proposal.actionOf(proposal));
    const { deflateRawSync } = await import('node:zlib');
    const part = deflateRawSync(Parcel.encode({ proposal, approvals: [approval] })).toString('base64url');
    const draw = (text: string) => QRCode.toDataURL(text, { margin: 4, width: 640, errorCorrectionLevel: 'L' });
    const strange = await draw('https://evil.example/');
    const good = await Promise.all((toCodeParts(`${stage.world.page.url}/#/approvals/p1.${part}`) ?? []).map(draw));
    const { page } = await stage.visit('/approvals', {
      prepare: (context) => context.addInitScript(camera, [[strange], good]),
    });
    await page.getByRole('button', { name: 'Open a file or link' }).click();
    await page.getByRole('button', { name: 'Scan a QR code' }).click();
    await page.getByText('This is no link to a proposal.').waitFor();
    await page.getByRole('button', { name: 'Scan a QR code' }).click();
    await page.getByRole('heading', { level: 1, name: /Fleet administration 2027/ }).waitFor();
    await page.getByText('A weight of 1 is missing.').waitFor();
    // Without a camera a picture will do.
    const other = await stage.visit('/approvals', {
      prepare: (context) =>
        context.addInitScript(() => {
          const refuse = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
          if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = refuse;
        }),
    });
    await other.page.getByRole('button', { name: 'Open a file or link' }).click();
    await other.page.getByRole('button', { name: 'Scan a QR code' }).click();
    const files = good.map((url, i) => ({
      name: `code-${i}.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(url.split(',')[1] ?? '', 'base64'),
    }));
    await other.page.locator('input[type=file][accept="image/*"]').setInputFiles(files);
    await other.page.getByText('A weight of 1 is missing.').waitFor();
  });

  test('behavior: a member whose word is enough to revoke does so at once, for everybody and for ever', async () => {
    const { sandbox, proposals, quorums } = stage.world;
    const visitor = await stage.visit(`/approvals/${proposals.revoke}`, { wallets: ['boreal'], locale: 'de-DE' });
    const { page } = visitor;
    await connectWallet(visitor, 'boreal');
    await page.getByText('Ein Widerruf lässt sich nicht zurücknehmen.').waitFor();
    await page.getByRole('button', { name: 'Prüfen und unterschreiben' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Unterschreiben', exact: true }).click();
    await page.getByRole('button', { name: 'Bei der Chain einreichen' }).click();
    await page.getByText('Die Chain besagt, was dieser Vorschlag verlangt.').waitFor();
    const bytes = await sandbox.store.read({ digest: proposals.revoke, codec: 'raw' });
    const { message } = Proposal.decode(bytes);
    const certificate = 'certificate' in message ? message.certificate : '0x';
    const slot = { certificate, quorum: quorums.stakeholders.id };
    expect(await statusOf(sandbox.chain, slot, { depth: 'head' })).toMatchObject({ status: 'revoked' });
  });
});

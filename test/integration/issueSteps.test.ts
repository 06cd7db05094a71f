import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTimestamp } from '../../sdk/src/bytes/index.ts';
import { latestOf, sendOnce, verifiersOf } from '../../sdk/src/chain/index.ts';
import { randomBytes, secp256k1Signer } from '../../sdk/src/crypto/index.ts';
import {
  announceIssue,
  announcementIn,
  beginIssue,
  enrolledDevice,
  type IssuePlan,
  IssueState,
  keyAuthority,
  makeCredential,
  type Refreshed,
  renewIssue,
  sealIssue,
  signIssue,
  withdrawalBy,
} from '../../sdk/src/delivery/issue/index.ts';
import { signerId, subjectOf } from '../../sdk/src/delivery/subject/index.ts';
import { TransportError, VerificationError } from '../../sdk/src/errors/index.ts';
import { Enrolment } from '../../sdk/src/identity/index.ts';
import { readEnrolmentRequest } from '../../sdk/src/roles/device/index.ts';
import { testAccount } from '../support/anvil.ts';
import {
  authorityAccount,
  type DeviceWorld,
  eventsOf,
  startDeviceWorld,
  type TestDevice,
} from '../support/deviceWorld.ts';

let world: DeviceWorld;
let station: TestDevice;
let found: Refreshed;

const authority = keyAuthority(secp256k1Signer(authorityAccount.getHdKey().privateKey as Uint8Array));
/** Not the authority: it pays, and the authority signs. */
const payer = testAccount(6);
const content = new TextEncoder().encode('delivered');

const plan = (change: Partial<IssuePlan> = {}): IssuePlan => ({
  to: { device: station.id },
  kind: 'files',
  ttlSeconds: 3_600,
  credentialOf: (device, validity) =>
    makeCredential({ kind: 'files', files: [{ path: 'secret', content }] }, device, {
      random: randomBytes,
      ...validity,
    }),
  ...change,
});

async function refreshed(device: TestDevice): Promise<Refreshed> {
  const request = Enrolment.encode(await readEnrolmentRequest(device.stateDirectory));
  return { device: enrolledDevice(request, verifiersOf(world.chain.addresses)), problem: null };
}

const context = () => ({ chain: world.chain, store: world.store, authority, sender: payer.address });
const noStore = {
  writeBlock: async () => Promise.reject(new TransportError('down')),
  writeDirectory: async () => Promise.reject(new TransportError('down')),
};

beforeAll(async () => {
  world = await startDeviceWorld();
  station = await world.enrol('station-7');
  found = await refreshed(station);
}, 120_000);

afterAll(() => world?.stop());

describe('the steps of an issue', () => {
  test('behavior: each step begins from plain JSON; an outage costs nothing; a device installs what comes of it', async () => {
    const reread = (state: IssueState) => IssueState.decode(JSON.parse(JSON.stringify(state)));
    const begun = reread(await beginIssue(context(), plan(), [found]));
    const signed = reread(await signIssue(context(), begun));
    expect(await signIssue(context(), signed)).toBe(signed);
    await expect(sealIssue({ ...context(), store: noStore }, signed)).rejects.toBeInstanceOf(TransportError);
    const sealed = reread(IssueState.withoutContents(await sealIssue(context(), signed)));
    expect(await sealIssue({ ...context(), store: noStore }, sealed)).toBe(sealed);
    const once = await announceIssue(context(), sealed);
    expect((await sendOnce(world.chain, payer, once.transaction, once.isDone)).outcome).toBe('done');
    expect((await sendOnce(world.chain, payer, once.transaction, once.isDone)).outcome).toBe('already');
    expect(eventsOf(await (await station.open()).poll())).toContain('installed 1');
    expect(station.installed()).toBe('delivered');
  });

  test('behavior: parts of a group may end sooner, and what holds for all is the longest', async () => {
    const other = await refreshed(await world.enrol('station-8'));
    const to = { group: 'north', devices: [station.id, other.device.id] };
    const ttlSecondsOf = ({ id }: { readonly id: string }) => (id === station.id ? 300 : 3_600);
    const seen: string[] = [];
    const options = { onProgress: async (done: number, total: number) => void seen.push(`${done}/${total}`) };
    const state = await beginIssue(context(), plan({ to, ttlSecondsOf }), [found, other], options);
    const [short, long] = IssueState.manifestsOf(state).map(({ notAfter }) => parseTimestamp(notAfter));
    expect(seen).toEqual(['1/2', '2/2']);
    expect(long).toBe(state.notAfter);
    expect((long as number) - (short as number)).toBe(3_300);
    const tooLong = plan({ to, ttlSecondsOf: () => 3_601 });
    await expect(beginIssue(context(), tooLong, [found, other])).rejects.toMatchObject({
      code: 'ARGUMENT',
      field: `device ${station.id}: ttl`,
    });
  });

  test('behavior: a device whose key cannot be told is left out, unless nobody else is there', async () => {
    const problem = new VerificationError('is not the record of the claim that names it', { field: 'claim.record' });
    const other = await refreshed(await world.enrol('station-9'));
    const to = { group: 'south', devices: [station.id, other.device.id] };
    const state = await beginIssue(context(), plan({ to }), [found, { ...other, problem }]);
    expect(state.leftOut).toEqual([{ device: other.device.id, reason: problem.message }]);
    expect(IssueState.manifestsOf(state).map(({ device }) => device)).toEqual([station.id]);
    await expect(beginIssue(context(), plan(), [{ ...found, problem }])).rejects.toBe(problem);
  });

  test('error: steps in another order, and a work that was stopped', async () => {
    const begun = await beginIssue(context(), plan({ channel: 'other' }), [found]);
    await expect(sealIssue(context(), begun)).rejects.toMatchObject({ code: 'ARGUMENT', field: 'issue.signature' });
    expect(() => announcementIn(begun)).toThrow(expect.objectContaining({ field: 'issue.content' }));
    const signed = await signIssue(context(), begun);
    const bare = IssueState.withoutContents(signed);
    await expect(sealIssue(context(), bare)).rejects.toMatchObject({ code: 'ARGUMENT', field: 'issue.drafts' });
    const signal = AbortSignal.abort();
    await expect(beginIssue(context(), plan(), [found], { signal })).rejects.toThrow();
    await expect(sealIssue(context(), signed, { signal })).rejects.toThrow();
    for (const ttlSeconds of [0, -1, 1.5, Number.NaN]) {
      await expect(beginIssue(context(), plan({ ttlSeconds }), [found])).rejects.toMatchObject({ field: 'ttl' });
    }
    await expect(beginIssue(context(), plan(), [])).rejects.toMatchObject({ code: 'ARGUMENT' });
  });

  test('attack: a signature of somebody else, or of another root, is none', async () => {
    const stranger = keyAuthority(secp256k1Signer(randomBytes(32)));
    const forging = { ...context(), authority: { ...authority, sign: stranger.sign } };
    const begun = await beginIssue(context(), plan({ channel: 'forged' }), [found]);
    await expect(signIssue(forging, begun)).rejects.toMatchObject({ code: 'VERIFICATION', field: 'signature' });
    const [one, two] = [begun, await beginIssue(context(), plan({ channel: 'second' }), [found])];
    const signed = await signIssue(context(), one);
    const swapped = { ...two, signature: signed.signature };
    expect((await signIssue(context(), swapped)).signature).not.toBe(signed.signature);
  });

  test('error: a message that nobody sent in time begins anew; another announcement takes the epoch', async () => {
    const make = async () => {
      return sealIssue(
        context(),
        await signIssue(context(), await beginIssue(context(), plan({ channel: 'race' }), [found])),
      );
    };
    const [first, second] = [await make(), await make()];
    const deadline = first.content?.deadline ?? 0;
    expect(renewIssue(first, deadline - 1)).toBe(first);
    expect(renewIssue(first, deadline).content?.deadline).toBeGreaterThan(deadline);
    const winner = await announceIssue(context(), first);
    await sendOnce(world.chain, payer, winner.transaction, winner.isDone);
    const loser = await announceIssue(context(), second);
    await expect(sendOnce(world.chain, payer, loser.transaction, loser.isDone)).rejects.toMatchObject({
      errorName: 'KeyAnnouncementsInvalidEpoch',
    });
  });

  test('behavior: a withdrawal that somebody else pays for, once', async () => {
    const subject = subjectOf(station.id, 'files');
    const withdrawal = { subject, epoch: 1, deadline: 4_000_000_000 };
    const { transaction, isDone } = await withdrawalBy(context(), withdrawal);
    expect((await sendOnce(world.chain, payer, transaction, isDone)).outcome).toBe('done');
    expect((await sendOnce(world.chain, payer, transaction, isDone)).outcome).toBe('already');
    const pair = { authority: signerId(authority.signer), subject };
    expect(await latestOf(world.chain, pair, { depth: 'head' })).toMatchObject({ withdrawnEpoch: 1 });
  });
});

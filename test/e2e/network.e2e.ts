import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inProject } from '../../scripts/lib/paths.ts';
import { type Hex, utf8Encode } from '../../sdk/src/bytes/index.ts';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import { changeRegistry, deployNodeRegistry, networkOf } from '../../sdk/src/chain/index.ts';
import { OcpiId } from '../../sdk/src/ocn/registry/index.ts';
import { SignatureV2 } from '../../sdk/src/ocn/signature/index.ts';
import { accessibilityProblems } from './support/accessibility.ts';
import { trusting } from './support/anchors.ts';
import { adminKey, type ChargingNetwork, hostileService, startChargingNetwork } from './support/chargingNetwork.ts';
import { decide } from './support/people.ts';
import { draft } from './support/population.ts';
import { inBrowser } from './support/stage.ts';

interface Vector {
  readonly header: string;
}

inBrowser('network', (stage) => {
  let net: ChargingNetwork;
  beforeAll(async () => {
    net = await startChargingNetwork(stage.world);
  }, 60_000);
  afterAll(() => net?.[Symbol.asyncDispose]());

  /** Nodes are strangers to the page until somebody asks them. */
  const visit = async (route: string, arrival: Parameters<typeof stage.visit>[1] = {}) => {
    const visitor = await stage.visit(route, arrival);
    for (const url of [net.node.url, net.urls.other, net.urls.gone]) visitor.witness.expect(url);
    return visitor;
  };

  test('behavior: nodes are what they say, or are not: a real node, an impostor, one that is gone, a script', async () => {
    const { page, witness } = await visit('/network');
    const row = (text: string) => page.getByRole('row').filter({ hasText: text });
    await row(net.node.url).getByText('Not checked').waitFor();
    expect(witness.seen.filter((text) => text.includes('stranger'))).toEqual([]);
    await page.getByRole('button', { name: 'Check all' }).click();
    await row(net.node.url).getByText('Proven').waitFor();
    await row(net.urls.other).getByText('Wrong operator').waitFor();
    await row(net.urls.gone).getByText('Unreachable').waitFor();
    await row('javascript:alert(1)//<img').getByText('Not a web address').waitFor();
    await page.getByRole('radio', { name: 'In trouble' }).check();
    await page.getByText('3 nodes').waitFor();
    await page.getByRole('radio', { name: 'All' }).check();
    await page.getByRole('link', { name: net.node.url }).click();
    await page.getByText('The host belongs to the operator').waitFor();
    await page.getByText('v1, v2').waitFor();
    await page.getByText(/^Node entered at/).waitFor();
    await page.getByRole('table', { name: 'Parties' }).getByRole('link', { name: 'NL-EMP' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('behavior: a party moves to another operator before one’s eyes', async () => {
    const { page, go } = await visit('/network/parties/at*mov');
    await page.getByText('It is moving to another operator').waitFor();
    await page.getByRole('table', { name: 'Modules' }).getByText('Yes').first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await net.change('other', { action: 'acceptParty', party: net.address('mov') });
    await page.getByText('It is moving to another operator').waitFor({ state: 'hidden' });
    const host = new URL(net.urls.other).host;
    await page.getByRole('region', { name: 'Party' }).getByRole('link', { name: host }).waitFor();
    await page.getByText('3 events').waitFor();
    await go('/network/parties');
    await page.getByRole('searchbox').fill(host);
    await page.getByText('2 parties').waitFor();
    await go('/network/services');
    await page.getByText('Sessions (sender) · Charge detail records').first().waitFor();
    expect(await page.getByText(hostileService.slice(0, 20)).count()).toBe(1);
    await page.getByText('Not usable').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('behavior: an operator sees what goes through its node as it goes; the key is nowhere but in memory', async () => {
    const { page, go } = await visit('/network/flows', { screen: 'phone', theme: 'dark' });
    await page.getByRole('combobox', { name: 'URL of your node' }).fill(net.node.url);
    await page.getByLabel('Admin key').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('The node does not take this key.').waitFor();
    await page.getByLabel('Admin key').fill(adminKey);
    await page.keyboard.press('Enter');
    await page.getByText('No messages in this time').or(page.getByText('Who talks to whom')).waitFor();
    await page.getByRole('table', { name: 'Platforms' }).getByText('Connected').first().waitFor();
    await net.talk(7);
    const flows = page.getByRole('table', { name: 'Flows in a table' });
    await flows.getByRole('row').filter({ hasText: 'NL-EMP' }).getByText('7', { exact: true }).first().waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(JSON.stringify(await page.context().storageState({ indexedDB: true }))).not.toContain(adminKey);
    await go('/network');
    await go('/network/flows');
    await page.getByRole('button', { name: 'Forget the key' }).click();
    await page.getByRole('heading', { name: 'Your node' }).waitFor();
    expect(await page.getByLabel('Admin key').inputValue()).toBe('');
  });

  test('behavior: a pasted message is taken apart, and the field that broke is named', async () => {
    const { page } = await visit('/network/inspect', { locale: 'de-DE' });
    const body = '{"location_id":"LOC1"}';
    const paste = async (text: string) => {
      await page.getByRole('textbox', { name: 'Kopfzeilen und Inhalt' }).fill(text);
      await page.getByRole('button', { name: 'Prüfen' }).click();
    };
    const message = await signedMessage(body);
    await paste(message);
    await page.getByText('Sie stimmt: Die Nachricht ist, wie sie unterschrieben wurde').waitFor();
    await page.getByText('Die Partei selbst').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await paste(message.replace('LOC1', 'LOC2'));
    await page.getByText('Sie stimmt nicht').waitFor();
    await page.getByRole('list', { name: 'Was falsch ist' }).getByText('body').first().waitFor();
    // One of the first network: read where the browser can, else what to do is said.
    const { header } = JSON.parse(readFileSync(inProject('test/vectors/ocn-signature.json'), 'utf8')) as Vector;
    await paste(header);
    await page.getByText('Signatur der Version 1').or(page.getByText('gridseal ocn inspect')).first().waitFor();
  });

  test('error: another registry is looked at; where there is none it is said', async () => {
    const { page } = await visit('/network');
    await page.getByRole('button', { name: 'Registry' }).click();
    await page.getByRole('textbox', { name: 'Address of the node registry' }).fill(`0x${'12'.repeat(20)}`);
    await page.keyboard.press('Enter');
    await page.getByText('No registry at this address').waitFor();
    await page.getByRole('button', { name: 'Registry' }).first().click();
    await page.getByRole('button', { name: 'Back to the usual one' }).click();
    await page.getByText('4 nodes').waitFor();
  });

  test('behavior: where anchors endorse parties, one’s own say whether to trust it; a revocation takes the id away', async () => {
    const { sandbox, people, quorums } = stage.world;
    const { stakeholders } = quorums;
    const { address: nodeRegistry } = await deployNodeRegistry(sandbox.chain, sandbox.account(0), {
      anchors: [stakeholders.id],
      needed: 1,
    });
    const chain = { ...sandbox.chain, addresses: { ...sandbox.chain.addresses, nodeRegistry } };
    const { id, certificate } = await draft(sandbox, {
      kind: 'party',
      subject: {
        name: 'Fleet <b>Charging</b>',
        party: { countryCode: 'DE', partyId: 'FLT' },
        signer: people.admin.signer.signer,
      },
      usages: ['signData'],
    });
    await decide(sandbox, stakeholders, [people.aurora, people.boreal], { action: 'endorse', certificate: id });
    const operator = people.admin.account.address.toLowerCase() as Hex;
    await changeRegistry(chain, people.admin.account, { action: 'setNode', url: 'https://fleet.example' });
    await changeRegistry(chain, people.admin.account, {
      ...{ action: 'setParty', id: OcpiId.parse('DE-FLT'), roles: ['CPO'], sender: ['cdrs'], receiver: [], operator },
      certificate: Certificate.encode(certificate),
    });
    const { page, go } = await visit('/network', { prepare: trusting([stakeholders.id], sandbox.chainId) });
    await page.getByRole('button', { name: 'Registry' }).click();
    await page.getByRole('textbox', { name: 'Address of the node registry' }).fill(nodeRegistry);
    await page.keyboard.press('Enter');
    await page.getByText('1 of 1 anchor', { exact: true }).waitFor();
    await go('/network/parties');
    await page.getByRole('row').filter({ hasText: 'DE-FLT' }).getByText('Trusted', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'DE-FLT' }).click();
    await page.getByRole('link', { name: 'Fleet <b>Charging</b>' }).waitFor();
    await page.getByText('Good until').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await decide(sandbox, stakeholders, [people.cirrus], { action: 'revoke', certificate: id, reason: 1 });
    await page.getByText('Nobody holds this id now').waitFor();
    await page.getByText('entered:').waitFor();
  });

  /** As NL-EMP would send it to DE-ABC. */
  async function signedMessage(body: string): Promise<string> {
    const { sandbox, people } = stage.world;
    const now = Math.floor(Date.now() / 1_000);
    const path = '/ocpi/receiver/2.2.1/commands/START_SESSION';
    const signed = await SignatureV2.sign(
      {
        ...{ method: 'POST', path, requestId: 'r1', correlationId: 'c1', network: networkOf(sandbox.chain) },
        ...{ from: { countryCode: 'NL', partyId: 'EMP' }, to: { countryCode: 'DE', partyId: 'ABC' } },
        body: utf8Encode(body),
      },
      { signer: people.boreal.signer, issued: now, expires: now + 60 },
    );
    return [
      `POST ${path} HTTP/1.1`,
      ...['X-Request-ID: r1', 'X-Correlation-ID: c1', 'OCPI-from-country-code: NL', 'OCPI-from-party-id: EMP'],
      ...['OCPI-to-country-code: DE', 'OCPI-to-party-id: ABC', `OCN-Signature: ${signed}`],
      '',
      body,
    ].join('\r\n');
  }
});

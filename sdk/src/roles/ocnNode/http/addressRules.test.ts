import { describe, expect, test } from 'vitest';
import { ConfigurationError } from '../../../errors/index.ts';
import { createAddressRules } from './addressRules.ts';

const publicAddresses = ['1.1.1.1', '93.184.215.14', '172.15.255.255', '172.32.0.0', '2606:4700::1111', '2a00:1450::5'];
const loopback = ['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1'];
const privates = ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', 'fc00::1', 'fdff::1'];
const linkLocal = ['169.254.169.254', '169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1'];
const metadata = ['100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254', '168.63.129.16'];
const hidden = [
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:a00:1', '::ffff:169.254.169.254', '::127.0.0.1'],
  ...['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a00:1', '2002:7f00:1::', '2002:a00:1::1', '2001:0:1::1'],
];
const special = [
  '0.0.0.0',
  '0.1.2.3',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  'ff02::1',
  'fec0::1',
];
const nothing = ['', 'localhost', '127.1', '0x7f.0.0.1', '1.1.1', '1.1.1.1.1', ':::', '[::1]'];

describe('addresses', () => {
  const rules = createAddressRules(false);

  test.each(publicAddresses)('behavior: %s is public', (address) => {
    expect(rules.allows(address)).toBe(true);
  });

  test.each([...loopback, ...privates, ...linkLocal, ...metadata, ...hidden, ...special, ...nothing])(
    'error: %s is not',
    (address) => expect(rules.allows(address)).toBe(false),
  );

  test.each([...loopback, ...privates, '::ffff:127.0.0.1'])(
    'behavior: %s is allowed with private networks',
    (address) => {
      expect(createAddressRules(true).allows(address)).toBe(true);
    },
  );

  test.each([...linkLocal, ...metadata, ...special, '64:ff9b::7f00:1', '2002:7f00:1::', '::ffff:169.254.169.254'])(
    'error: %s is not allowed with private networks either',
    (address) => expect(createAddressRules(true).allows(address)).toBe(false),
  );

  test('behavior: networks that are listed are allowed, and no others', () => {
    const listed = createAddressRules(['10.1.0.0/16', 'fd00:1::/32', '64:ff9b::/96']);
    expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::1', '64:ff9b::808:808', '1.1.1.1'].map(listed.allows)).toEqual(
      Array(5).fill(true),
    );
    expect(['10.2.0.1', '127.0.0.1', 'fd00:2::1', '::1'].map(listed.allows)).toEqual(Array(4).fill(false));
  });

  test.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/x', 'intranet/8', '/8', ''])(
    'error: %o is no network',
    (network) => expect(() => createAddressRules([network])).toThrow(ConfigurationError),
  );
});

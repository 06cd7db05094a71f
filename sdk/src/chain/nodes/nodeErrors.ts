import { parseAbi } from 'viem/utils';
import {
  type ErrorEntry,
  ExpiredError,
  IdTakenError,
  InvalidApprovalError,
  RejectedCertificateError,
  RejectedChangeError,
  StaleSequenceError,
  UnknownEntryError,
} from '../contractError.ts';

/** Only these of its ABI, which is large: whoever asks the other contracts alone need not carry it. */
export const nodeErrorsAbi = parseAbi([
  'error NodeRegistryExpired(uint64 deadline)',
  'error NodeRegistryIdTaken(bytes5 id, address holder)',
  'error NodeRegistryInvalidAnchors()',
  'error NodeRegistryInvalidCertificate(bytes32 certificate)',
  'error NodeRegistryInvalidId(bytes5 id)',
  'error NodeRegistryInvalidModules(uint8 sender, uint8 receiver)',
  'error NodeRegistryInvalidPermissions(uint32 permissions, uint32 expected)',
  'error NodeRegistryInvalidRoles(uint8 roles)',
  'error NodeRegistryInvalidSignature()',
  'error NodeRegistryInvalidSigner()',
  'error NodeRegistryInvalidText(uint256 length)',
  'error NodeRegistryNotEndorsed(bytes32 certificate, uint256 endorsements, uint256 needed)',
  'error NodeRegistryNotOffered(address party, address operator)',
  'error NodeRegistryOperatorUnchanged(address operator)',
  'error NodeRegistryStaleSequence(uint32 sequence, uint32 next)',
  'error NodeRegistryUnknownNode(address operator)',
  'error NodeRegistryUnknownParty(address party)',
  'error NodeRegistryUnknownService(address provider)',
]);

const idOf = (value: unknown): string => {
  const text = String(value);
  const letters = /^0x[0-9a-f]{10}$/i.test(text)
    ? (text.slice(2).match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('')
    : '';
  return /^[A-Za-z0-9]{5}$/.test(letters) ? `${letters.slice(0, 2)}/${letters.slice(2)}` : text;
};

/** What each error of INodeRegistry says. */
export const nodeErrors: Readonly<Record<string, ErrorEntry>> = {
  NodeRegistryExpired: [
    ExpiredError,
    ([deadline]) => ({
      field: 'deadline',
      message: `${deadline} has passed`,
      advice: 'Let the owner sign again, with a later deadline.',
    }),
  ],
  NodeRegistryStaleSequence: [
    StaleSequenceError,
    ([sequence, next]) => ({
      field: 'sequence',
      message: `is ${sequence}, and the next change is number ${next}`,
      advice: 'Another change came first, or this one was sent before: look, and let the owner sign again if needed.',
    }),
  ],
  NodeRegistryInvalidSignature: [
    InvalidApprovalError,
    () => ({ field: 'signature', message: 'is not the owner’s signature of this change' }),
  ],
  NodeRegistryInvalidSigner: [
    RejectedChangeError,
    () => ({ field: 'signer', message: 'is no ERC-7913 signer of at least 20 bytes' }),
  ],
  NodeRegistryInvalidText: [
    RejectedChangeError,
    ([length]) => ({ field: 'text', message: `a name or URL has ${length} bytes where 1 to 255 are allowed` }),
  ],
  NodeRegistryUnknownNode: [
    UnknownEntryError,
    ([operator]) => ({ field: 'operator', message: `${operator} has no node` }),
  ],
  NodeRegistryUnknownParty: [UnknownEntryError, ([party]) => ({ field: 'party', message: `${party} has no party` })],
  NodeRegistryUnknownService: [
    UnknownEntryError,
    ([provider]) => ({ field: 'provider', message: `${provider} has no service, or no agreement with it` }),
  ],
  NodeRegistryInvalidId: [
    RejectedChangeError,
    ([id]) => ({
      field: 'id',
      message: `${idOf(id)} is no id of a party`,
      advice: 'Two capital letters, then three capital letters or digits.',
    }),
  ],
  NodeRegistryInvalidRoles: [
    RejectedChangeError,
    ([roles]) => ({ field: 'roles', message: `${roles} are no roles; a party has at least one` }),
  ],
  NodeRegistryInvalidModules: [
    RejectedChangeError,
    ([sender, receiver]) => ({ field: 'modules', message: `${sender} and ${receiver} have bits that stand for none` }),
  ],
  NodeRegistryIdTaken: [IdTakenError, ([id, holder]) => ({ field: 'id', message: `${idOf(id)} is held by ${holder}` })],
  NodeRegistryInvalidCertificate: [
    RejectedCertificateError,
    ([certificate]) => ({
      field: 'certificate',
      message: `${certificate} does not give this id to this owner now`,
      advice: 'It has to be of the kind party, name this id and this signer, and be good at block time.',
    }),
  ],
  NodeRegistryNotEndorsed: [
    RejectedCertificateError,
    ([certificate, endorsements, needed]) => ({
      field: 'certificate',
      message: `${certificate} is endorsed by ${endorsements} of the registry's anchors, and ${needed} are needed`,
    }),
  ],
  NodeRegistryOperatorUnchanged: [
    RejectedChangeError,
    ([operator]) => ({
      field: 'operator',
      message: `the party is served by ${operator}`,
      advice: 'To another operator it comes by an offer that the operator accepts.',
    }),
  ],
  NodeRegistryNotOffered: [
    RejectedChangeError,
    ([party, operator]) => ({ field: 'party', message: `${party} has not offered itself to ${operator}` }),
  ],
  NodeRegistryInvalidPermissions: [
    RejectedChangeError,
    ([permissions, expected]) => ({
      field: 'permissions',
      message: `are ${permissions}, and ${expected} is what they can be`,
      advice: 'A service asks for at least one; an agreement names just those that the service asks for now.',
    }),
  ],
  NodeRegistryInvalidAnchors: [
    RejectedChangeError,
    () => ({
      field: 'anchors',
      message: 'are not ascending, each once, at least as many as are needed; or there is no number needed',
    }),
  ],
};

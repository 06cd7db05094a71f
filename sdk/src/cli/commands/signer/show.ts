import { utf8Encode } from '../../../bytes/index.ts';
import { BaseError } from '../../../errors/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Cell } from '../../framework/page.ts';
import { addressesOf } from '../shared/openChain.ts';
import { getSigner, signerNames } from '../shared/signerBook.ts';
import { algorithmText, factsBlock, factsOf, type SignerFacts, shortSigner } from './facts.ts';

type Listed = (SignerFacts & { readonly problem: null }) | { readonly name: string; readonly problem: string };

export const list: Action = async (input, context) => {
  const addresses = await addressesOf(input);
  const signers: Listed[] = [];
  for (const name of await signerNames(context)) {
    try {
      const known = await getSigner({ text: name, field: 'signer' }, context);
      signers.push({ ...factsOf(known, addresses, context), problem: null });
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      signers.push({ name, problem: error.shortMessage });
    }
  }
  const rows = signers.map((one): Cell[] =>
    one.problem === null
      ? [one.name, algorithmText(one), one.key, shortSigner(one.signer)]
      : [one.name, { text: one.problem, tone: 'bad' }],
  );
  return {
    data: { signers },
    text:
      rows.length === 0
        ? [
            { kind: 'lines', lines: ['This home has no signer yet, besides its wallets.'] },
            { kind: 'next', commands: ['gridseal signer create NAME --algorithm P-521'] },
          ]
        : [{ kind: 'table', head: ['NAME', 'ALGORITHM', 'KEY', 'ERC-7913'], rows }],
    brief: signers.map(({ name }) => name),
  };
};

export const show: Action = async (input, context) => {
  const known = await getSigner(input.argument('name'), context);
  const facts = factsOf(known, await addressesOf(input), context);
  if (input.flag('pem')) return { data: facts, text: [{ kind: 'bytes', bytes: utf8Encode(facts.publicKey) }] };
  return {
    data: facts,
    text: [factsBlock(facts, context), { kind: 'verbatim', text: facts.publicKey }],
    brief: facts.signer,
  };
};

import type { SignatureAlgorithm } from '../../../crypto/index.ts';
import type { SigningRequest } from '../../../quorum/index.ts';
import { type Block, drawPage } from '../../framework/page.ts';

/** The names of a request's files, which the commands of its README use. */
export const requestFiles = {
  request: 'request.json',
  digest: 'digest.bin',
  publicKey: 'public-key.pem',
  readme: 'README.txt',
} as const;

/** How OpenSSL signs with an algorithm, and what the file of the signature is called. */
interface Recipe {
  readonly signature: string;
  /** `more` are further options: where the key is. */
  readonly sign: (key: string, more?: string) => string;
  readonly verify: string;
  readonly needs: string;
}

/** Algorithms that hash are given the digest as a message. */
function hashed(hash: string): Recipe {
  const option = `-${hash.toLowerCase().replace('-', '')}`;
  const signature = 'signature.der';
  return {
    signature,
    sign: (key, more = '') => `openssl dgst ${option}${more} -sign ${key} -out ${signature} digest.bin`,
    verify: `openssl dgst ${option} -verify public-key.pem -signature ${signature} digest.bin`,
    needs: 'any OpenSSL',
  };
}

function pkeyutl(option: string, signature: string, needs: string): Recipe {
  return {
    signature,
    sign: (key, more = '') => `openssl pkeyutl -sign${option}${more} -inkey ${key} -in digest.bin -out ${signature}`,
    verify: `openssl pkeyutl -verify${option} -pubin -inkey public-key.pem -in digest.bin -sigfile ${signature}`,
    needs,
  };
}

function recipeOf(algorithm: SignatureAlgorithm, hash: string | undefined): Recipe {
  if (hash !== undefined) return hashed(hash);
  if (algorithm === 'P-256' || algorithm === 'secp256k1') return pkeyutl('', 'signature.der', 'any OpenSSL');
  return pkeyutl(' -rawin', 'signature.bin', `OpenSSL ${algorithm === 'Ed25519' ? '3.0' : '3.5'} or later`);
}

const moduleKey = "'pkcs11:token=TOKEN;object=KEY;type=private'";
const provider = ' -provider pkcs11 -provider default';
const engine = ' -engine pkcs11 -keyform engine';

/** The file that the answer to a request is expected in. */
export const signatureFileOf = ({ algorithm, hash }: Asking['key']): string => recipeOf(algorithm, hash).signature;

const indented = (lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? '\n' : `    ${line}\n`)).join('');

/** What is asked of a key that is kept elsewhere, and what is done with its answer. */
export interface Asking {
  readonly key: Pick<SigningRequest.SigningRequest, 'algorithm' | 'hash' | 'digest'>;
  /** All that the signature means. */
  readonly page: readonly Block[];
  /** The command that takes the answer: `gridseal signer answer`. */
  readonly answerWith: string;
}

/**
 * What a person at a machine without a network has to know to answer a request with OpenSSL alone: what is approved, the digest to
 * compare, and the exact commands.
 */
export function instructions({ key, page, answerWith }: Asking): string {
  const { algorithm, hash, digest } = key;
  const recipe = recipeOf(algorithm, hash);
  const shown = drawPage(page, false).trimEnd().split('\n');
  return `A signature is asked for (${algorithm}${hash ? ` with ${hash}` : ''}).

What it approves:

${indented(shown)}
request.json says all of it, and ${answerWith} recomputes the digest from it. Before signing, see that

    xxd -p -c 32 ${requestFiles.digest}

prints this digest, as everybody else who is asked sees it:

    ${digest.slice(2)}

1. Sign (${recipe.needs}; key.pem is your private key, encrypted or not):

    ${recipe.sign('key.pem')}

   With a key in a hardware module, through a PKCS #11 provider, or the older engine:

    ${recipe.sign(moduleKey, provider)}
    ${recipe.sign(moduleKey, engine)}

2. Check, if you like:

    ${recipe.verify}

3. Carry ${recipe.signature} back, and there:

    ${answerWith} ${requestFiles.request} ${recipe.signature} --out ${answerWith.includes('signer') ? 'approval' : 'signed'}.json
`;
}

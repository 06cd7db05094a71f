import { create2Factory, send, sendRaw } from '../../sdk/src/chain/index.ts';
import { BaseError, VerificationError } from '../../sdk/src/errors/index.ts';
import { ask, bytes, quantity } from './ask.ts';
import type { Survey } from './survey.ts';
import type { Target } from './target.ts';

/**
 * Brings the CREATE2 factory to a chain that lacks it: funds the one-time account, then sends the transaction that everybody
 * sends for this. Can be broken off at any point and run again.
 *
 * @throws {VerificationError} saying what to do, if the chain cannot take that transaction.
 */
export async function bringFactory({ chain, account }: Target, found: Survey): Promise<void> {
  const { address, code, deployer, deployment, deploymentCost } = create2Factory;
  const gasPrice = deploymentCost / 100_000n;
  if (found.baseFee > gasPrice) {
    throw new VerificationError(
      `the base fee of ${found.baseFee} wei is above the ${gasPrice} of the factory's transaction`,
      {
        metaMessages: ['Wait until it has fallen: the transaction cannot be changed.'],
      },
    );
  }
  const [balance] = await ask(chain, [['eth_getBalance', deployer, 'latest']]);
  const lacking = deploymentCost - quantity(balance, 'balance');
  if (lacking > 0n) await send(chain, account, { operation: 'fund the factory', to: deployer, value: lacking });
  try {
    await sendRaw(chain, deployment);
  } catch (error) {
    throw new VerificationError('the endpoint does not take the factory’s transaction', {
      cause: error,
      metaMessages: [
        ...(error instanceof BaseError ? [error.message] : []),
        `${deployer} is funded. Send this raw transaction through an endpoint that takes transactions without a chain id:`,
        deployment,
        'Then run this again.',
      ],
    });
  }
  const [present] = await ask(chain, [['eth_getCode', address, 'latest']]);
  if (bytes(present) !== code) throw new VerificationError('is not there after its deployment', { field: address });
}

import type { Hex } from '@gridseal/sdk/bytes';
import { useNetwork } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { TextLink } from '../../../ui/index.ts';

interface TransactionLinkProps {
  readonly hash: Hex;
}

/** A transaction, at the network's explorer if it has one. */
export function TransactionLink({ hash }: TransactionLinkProps) {
  const { explorer } = useNetwork();
  const short = (
    <code title={hash} className="font-mono text-sm whitespace-nowrap">
      {shorten(hash, 4)}
    </code>
  );
  if (!explorer) return short;
  return <TextLink href={`${explorer}/tx/${hash}`}>{short}</TextLink>;
}

import type { Hex } from '@gridseal/sdk/bytes';
import { useNetwork } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { Digest, TextLink } from '../../../ui/index.ts';

interface TransactionLinkProps {
  readonly hash: Hex;
  readonly copy?: boolean;
}

/** A transaction, at the network's explorer if it has one. */
export function TransactionLink({ hash, copy = false }: TransactionLinkProps) {
  const { explorer } = useNetwork();
  if (!explorer) return <Digest value={hash} copy={copy} />;
  return (
    <TextLink href={`${explorer}/tx/${hash}`}>
      <code className="font-mono text-sm">{shorten(hash, 4)}</code>
    </TextLink>
  );
}

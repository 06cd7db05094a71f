import { KeyValue } from '../../../ui/index.ts';
import type { WhatIsSigned } from '../model/whatIsSigned.ts';

/** The typed data, field by field, by the names that wallets show. */
export function MessageFields({ what: { typedData } }: { readonly what: WhatIsSigned }) {
  const { domain, primaryType, message } = typedData;
  const items = Object.entries(message).flatMap(([label, value]) =>
    Array.isArray(value)
      ? value.map((one, i) => ({ label: `${label}[${i}]`, value: <Plain value={one} /> }))
      : [{ label, value: <Plain value={value} /> }],
  );
  return (
    <KeyValue
      items={[
        { label: 'primaryType', value: <Plain value={primaryType} /> },
        ...items,
        { label: 'chainId', value: <Plain value={domain.chainId} /> },
        { label: 'verifyingContract', value: <Plain value={domain.verifyingContract} /> },
      ]}
    />
  );
}

/** Hex and numbers alone: the schemas of messages let nothing else through. */
function Plain({ value }: { readonly value: unknown }) {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return <code className="font-mono text-sm wrap-anywhere">{text}</code>;
}

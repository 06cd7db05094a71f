import type { Action } from '@gridseal/sdk/quorum';
import { signedParts, TypedData } from '@gridseal/sdk/quorum';
import { Digest, Disclosure, KeyValue } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Exactly what the authority signs, field by field, by the names that wallets show; and the hashes that anybody can recompute. */
export function SignedPanel({ action }: { readonly action: Action.Action }) {
  const t = useText();
  const { domain, message, primaryType } = TypedData.from(action);
  const parts = signedParts(action);
  return (
    <div className="space-y-3">
      <KeyValue
        items={[
          { label: 'primaryType', value: <Plain value={primaryType} /> },
          ...Object.entries(message).map(([label, value]) => ({ label, value: <Plain value={value} /> })),
          { label: 'chainId', value: <Plain value={domain.chainId} /> },
          { label: 'verifyingContract', value: <Plain value={domain.verifyingContract} /> },
        ]}
      />
      <Disclosure summary={t('signed.hashes')}>
        <KeyValue
          items={[
            { label: t('signed.digest'), value: <Digest value={parts.digest} full /> },
            { label: t('signed.domain'), value: <Digest value={parts.domainSeparator} full /> },
            { label: t('signed.struct'), value: <Digest value={parts.structHash} full /> },
            { label: t('signed.type'), value: <code className="font-mono text-sm">{parts.encodedType}</code> },
          ]}
        />
      </Disclosure>
    </div>
  );
}

/** Hex and numbers alone: the schemas of messages let nothing else through. */
function Plain({ value }: { readonly value: unknown }) {
  return <code className="font-mono text-sm wrap-anywhere">{String(value)}</code>;
}

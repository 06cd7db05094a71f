import { useNetwork } from '../../../data/index.ts';
import type { DeviceRequest } from '../../../fleet/index.ts';
import { Digest, KeyValue, SafeText } from '../../../ui/index.ts';
import { signerKind } from '../model/signerKind.ts';
import { useText } from '../useText.ts';
import { DeviceId } from './DeviceId.tsx';

/** An enrolment request in words. */
export function RequestDetails({ asked }: { readonly asked: DeviceRequest }) {
  const t = useText();
  const network = useNetwork();
  const { id, enrolment, key } = asked;
  const { name, signer, keys } = enrolment;
  return (
    <KeyValue
      items={[
        { label: t('device.name'), value: <SafeText text={name} maxLength={80} /> },
        { label: t('enrol.id'), value: <DeviceId id={id} /> },
        { label: t('enrol.signer'), value: <Digest value={signer} full={signer.length <= 150} /> },
        { label: t('enrol.algorithm'), value: signerKind(signer, network) ?? '–' },
        { label: t('enrol.sealing'), value: key.algorithm },
        {
          label: t('enrol.keys'),
          value: keys
            .map(
              ({ use, algorithm }) =>
                `${algorithm} (${use === 'encrypt' ? t('enrol.keyEncrypt') : use === 'sign' ? t('enrol.keySign') : use})`,
            )
            .join(', '),
        },
      ]}
    />
  );
}

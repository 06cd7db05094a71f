import { type Bundle, Certificate } from '@gridseal/sdk/certificate';

/** The certificate that a bundle is about; decoding has made sure that it is there. */
export function targetOf(bundle: Bundle.Bundle): Certificate.Certificate {
  const target = bundle.certificates.find((certificate) => Certificate.id(certificate) === bundle.target);
  if (!target) throw new Error('the bundle was not decoded');
  return target;
}

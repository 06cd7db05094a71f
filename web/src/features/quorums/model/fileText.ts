import { encodePem, utf8Decode } from '@gridseal/sdk/bytes';
import { readPublicKeys } from '../../../trust/index.ts';

/** What a field for members takes, from a key file: its text, or DER as PEM. Null if there is no public key in it. */
export function textOfKeyFile(bytes: Uint8Array): string | null {
  return textOf(bytes) ?? pemOf(bytes);
}

/** Files of keys are text without controls. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = utf8Decode(bytes).trim();
    const hasControls = [...text].some((letter) => letter < ' ' && !'\t\r\n'.includes(letter));
    return text === '' || hasControls ? null : text;
  } catch {
    return null;
  }
}

function pemOf(bytes: Uint8Array): string | null {
  const forms = ['PUBLIC KEY', 'CERTIFICATE'].map((label) => encodePem(label, bytes));
  return (
    forms.find((pem) => {
      try {
        return readPublicKeys(pem).length > 0;
      } catch {
        return false;
      }
    }) ?? null
  );
}

// What signs with keys, in a chunk of its own: the landing page does without.
export { spkiToP256Point, webAuthnSigner, webCryptoP521Signer } from '@gridseal/sdk/crypto';

/** The platform's WebCrypto as it is: P-256, P-384 and Ed25519, and of the post-quantum algorithms what the browser knows. */
export const webCrypto: Crypto = globalThis.crypto;

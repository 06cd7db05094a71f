const bodies = new WeakMap<Response, Uint8Array>();

/** Notes what a response's body is, so that whoever writes it to a socket need not read it from a stream. */
export function withKnownBody(response: Response, body: Uint8Array): Response {
  bodies.set(response, body);
  return response;
}

/** Null for a response of which nobody has said it: it has to be read. */
export function knownBody(response: Response): Uint8Array | null {
  return bodies.get(response) ?? null;
}

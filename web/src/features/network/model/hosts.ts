/** What a host answers is not what was asked for. */
export class HostError extends Error {}

/** @throws {HostError} for more bytes than that: reading stops there. */
export async function readBody(response: Response, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > most) {
      await reader?.cancel();
      throw new HostError(`more than ${most} bytes`);
    }
    chunks.push(part.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const secondLookMs = 5_000;

/**
 * Whether a host answers at all. A request that failed does not say why: a host that does not let pages read its answers looks like
 * one that is down, until it is asked for an answer that nobody reads.
 */
export async function hostAnswers(url: URL, fetch: typeof globalThis.fetch): Promise<boolean> {
  try {
    await fetch(url.origin, {
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(secondLookMs),
    });
    return true;
  } catch {
    return false;
  }
}

/** Notes which requests the page's own Content-Security-Policy has stopped. */
export function watchPolicy(): { readonly wasBroken: (url: URL) => boolean; readonly stop: () => void } {
  const blocked = new Set<string>();
  const note = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (effectiveDirective === 'connect-src' && URL.canParse(blockedURI)) blocked.add(new URL(blockedURI).origin);
  };
  globalThis.document?.addEventListener('securitypolicyviolation', note);
  return {
    wasBroken: ({ origin }) => blocked.has(origin),
    stop: () => globalThis.document?.removeEventListener('securitypolicyviolation', note),
  };
}

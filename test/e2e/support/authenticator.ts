import type { Page } from 'playwright-core';

/** A passkey authenticator built into the browser, whose owner presses when a test says so. */
export interface Authenticator {
  /** Whether its owner is there and lets it sign; if not, questions wait until the page gives up. */
  setPresent(present: boolean): Promise<void>;
  /** How many passkeys it holds. */
  count(): Promise<number>;
}

/**
 * Gives a page a platform authenticator (CTAP 2.1, P-256, user verification).
 *
 * @see W3C WebAuthn, section 11 "User Agent Automation"
 */
export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    setPresent: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: enabled });
    },
    count: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

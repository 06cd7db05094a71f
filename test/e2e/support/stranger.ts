/** Runs in the page: announces a wallet (EIP-6963) whose name is markup and turns text around, and whose picture is elsewhere. */
export function announceStranger(): void {
  const info = {
    uuid: '00000000-0000-4000-8000-000000000000',
    name: '<img src=x onerror=alert(1)>\u202e\u0000 gnigrahC aroruA'.repeat(40),
    icon: 'https://stranger.example/pixel.png',
    rdns: 'example.stranger',
  };
  const provider = { request: async () => [], on: () => provider, removeListener: () => provider };
  const announce = () => {
    const detail = Object.freeze({ info, provider });
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
  };
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}

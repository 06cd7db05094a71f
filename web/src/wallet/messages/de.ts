import type { Translation } from '../../i18n/index.ts';
import type en from './en.ts';

const de: Translation<typeof en> = {
  connect: 'Wallet verbinden',
  connectHint:
    'Lesen können Sie alles ohne Wallet. Sie wird nur um Signaturen und Transaktionen gebeten, jede einzeln.',
  noWallets: 'Keine Wallet gefunden',
  noWalletsBody:
    'Installieren Sie eine Browser-Wallet, die sich selbst meldet (EIP-6963), etwa MetaMask, Rabby oder Frame, und laden Sie diese Seite neu. Passkeys und P-521-Schlüssel signieren ohne Wallet.',
  asking: 'Bitte in {{name}} bestätigen …',
  refused: 'Die Wallet hat die Verbindung abgelehnt.',
  failed: 'Die Wallet konnte nicht verbunden werden.',
  wrongChain: 'Falsches Netz',
  wrongChainBody: 'Ihre Wallet ist auf der Chain {{chainId}}. Diese Seite zeigt {{name}} ({{wanted}}).',
  switchChain: 'Zu {{name}} wechseln',
  switchFailed: 'Die Wallet hat das Netz nicht gewechselt. Sie können das in der Wallet selbst tun.',
  account: 'Konto {{address}}',
  otherWallet: 'Andere Wallet',
  disconnect: 'Trennen',
  connected: 'verbunden',
  tx: {
    title: 'Transaktionen',
    sent: 'Gesendet',
    mined: 'In einem Block',
    final: 'Endgültig',
    failed: 'Fehlgeschlagen',
    lost: 'Lange nicht gesehen',
    minedBlock: 'In Block {{block}}',
    explorer: 'Im Explorer zeigen',
    waitingMined: 'Wartet auf einen Block …',
    waitingFinal: 'Wartet, bis der Block zählt …',
    underWay_one: '{{count}} Transaktion unterwegs',
    underWay_other: '{{count}} Transaktionen unterwegs',
    clear: 'Fertige entfernen',
    forget: 'Von der Liste nehmen',
    from: 'von {{address}}',
    lostBody:
      'Kein Endpunkt kennt diese Transaktion. Sie kann noch in einen Block kommen; sehen Sie in Ihrer Wallet nach.',
  },
  needs: {
    disconnected: 'Verbinden Sie eine Wallet, um das zu senden.',
    wrongChain: 'Ihre Wallet ist in einem anderen Netz.',
    refused: 'Sie haben die Anfrage in der Wallet abgelehnt. Es wurde nichts gesendet.',
    unsupported: 'Ihre Wallet unterstützt diese Anfrage nicht.',
    failed: 'Die Wallet hat das nicht getan.',
  },
  signers: {
    title: 'Schlüssel dieses Browsers',
    body: 'Passkeys und P-521-Schlüssel signieren Freigaben ohne Wallet. Nur öffentliche Schlüssel verlassen sie.',
    none: 'Noch keine Schlüssel',
    noneBody:
      'Erzeugen Sie einen Passkey oder einen P-521-Schlüssel und bitten Sie darum, dass er Mitglied eines Quorums wird.',
    wallet: 'Wallet',
    passkey: 'Passkey',
    p521: 'P-521-Schlüssel',
    addPasskey: 'Neuer Passkey',
    addP521: 'Neuer P-521-Schlüssel',
    name: 'Name',
    nameHint: 'Damit Sie ihn wiedererkennen. Er bleibt in diesem Browser.',
    create: 'Erzeugen',
    remove: 'Vergessen',
    removeTitle: '„{{name}}“ vergessen?',
    removePasskey: 'Der Passkey bleibt in Ihrem Authentikator, dieser Browser bietet ihn hier aber nicht mehr an.',
    removeP521:
      'Diesen Schlüssel gibt es nirgends sonst, und er lässt sich nicht exportieren. Er ist endgültig verloren, und mit ihm seine Stimme, bis sein Quorum rotiert wird.',
    signer: 'Unterzeichner (ERC-7913)',
    p521Warning:
      'Der Schlüssel lässt sich weder exportieren noch sichern: Wer die Daten dieses Browsers löscht, vernichtet ihn.',
    unavailable: 'In diesem Netz gibt es keinen Vertrag, der solche Schlüssel prüft.',
    choose: 'Unterzeichnen mit',
    wrongChain: 'in einem anderen Netz',
    failed: 'Der Schlüssel konnte nicht erzeugt werden.',
    refused: 'Der Authentikator hat abgelehnt, oder niemand hat geantwortet.',
  },
};
export default de;

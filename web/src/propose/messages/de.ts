import type { Translation } from '../../i18n/index.ts';
import type en from './en.ts';

const de: Translation<typeof en> = {
  chain: {
    button: 'Auf der Chain vorschlagen',
    body: 'Legt den Entwurf auf IPFS ab und verweist die Mitglieder mit einer Transaktion darauf. Er erscheint in deren Eingang.',
    label: 'Einem Quorum vorschlagen',
    stranger:
      'Diese Wallet ist kein Mitglied des Quorums. Vorschläge von Fremden werden im Eingang ausgelassen; geben Sie daher auch den Link weiter.',
  },
  obstacle: {
    noStore:
      'Es ist kein IPFS-Knoten eingestellt, auf den diese Seite schreiben darf. Tragen Sie in den Einstellungen einen eigenen ein, oder geben Sie den Vorschlag selbst weiter.',
    settings: 'Einstellungen',
    disconnected: 'Um auf der Chain vorzuschlagen, verbinden Sie eine Wallet. Zum Weitergeben brauchen Sie keine.',
    wrongChain: 'Ihre Wallet ist in einem anderen Netz.',
  },
  hand: {
    button: 'Per Link oder QR-Code',
    file: 'Als Datei speichern',
    body: 'Nichts wird veröffentlicht: Sie geben ihn selbst weiter.',
  },
  step: {
    trying: 'Der Aufruf wird geprobt',
    storing: 'Der Entwurf geht an IPFS',
    asking: 'Bestätigen Sie in Ihrer Wallet',
    sent: 'Gesendet, wartet auf einen Block',
  },
  refused: 'Sie haben in der Wallet abgelehnt. Nichts wurde gesendet.',
  notStored: 'Der Entwurf liegt nicht auf IPFS',
  notStoredBody: 'Nichts wurde gesendet. Versuchen Sie es noch einmal, oder geben Sie den Vorschlag per Link weiter.',
  failed: 'Es wurde nicht vorgeschlagen',
  done: 'Die Mitglieder sind gefragt',
};

export default de;

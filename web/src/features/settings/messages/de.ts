import type { Translation } from '../../../i18n/index.ts';
import type en from './en.ts';

const de: Translation<typeof en> = {
  title: 'Einstellungen',
  lead: 'Was dieser Browser sich merkt. Es bleibt hier: Nichts davon wird irgendwohin gesendet.',
  anchors: {
    title: 'Anker',
    body: 'Quoren, denen Sie von sich aus vertrauen. Alles weitere Vertrauen folgt aus ihnen. Sie gelten für {{network}}.',
    choose: 'Aus bekannten Quoren wählen',
    none: 'Noch keine Anker',
    noneBody: 'Solange Sie keinen gewählt haben, wird keinem Zertifikat vertraut.',
    paste: 'Id eines Quorums',
    pasteHint:
      'Lassen Sie sie sich von jemandem geben, den Sie kennen, persönlich oder per Vertrag. Namen auf der Chain beweisen nichts.',
    add: 'Anker hinzufügen',
    remove: 'Anker {{id}} entfernen',
    unknown: 'In diesem Netz nicht gefunden',
    notId: 'Eine Id besteht aus 0x und 64 Hexadezimalziffern.',
    known: 'Dieses Quorum ist bereits ein Anker.',
  },
  endpoints: {
    title: 'Woher Chain und Inhalte gelesen werden',
    body: 'Für {{network}}. Eine Adresse je Zeile, http oder https.',
    rpcUrls: 'RPC-Endpunkte',
    rpcUrlsHint: 'Bei zweien oder mehr müssen zwei übereinstimmen. Wer sie betreibt, sieht, was Sie lesen.',
    gateways: 'IPFS-Gateways',
    gatewaysHint: 'Nur zum Lesen. Was sie liefern, wird gegen seinen Digest geprüft.',
    ipfsRpcs: 'Eigene IPFS-Knoten',
    ipfsRpcsHint: 'Von ihnen wird gelesen, und auf sie wird geschrieben, wenn Sie etwas vorschlagen (Kubo-RPC).',
    save: 'Adressen speichern',
    restore: 'Zurück zur Vorgabe',
    own: 'Ihre eigenen Adressen gelten.',
    notUrl: 'Zeile {{line}} ist keine http- oder https-Adresse.',
    credentials: 'Zeile {{line}} enthält einen Benutzernamen oder ein Passwort, die im Klartext gespeichert würden.',
    tooMany: 'Mehr als 16 Adressen lassen sich nicht speichern.',
    none: 'Mindestens eine Adresse ist nötig.',
  },
  names: {
    title: 'Ihre Namen',
    body: 'Wie Sie Quoren und Unterzeichner nennen. Nur Sie sehen diese Namen.',
    none: 'Noch keine Namen',
    id: 'Quorum oder Unterzeichner',
    idHint: 'Die Id eines Quorums, eine Adresse oder die Bytes eines Unterzeichners (ERC-7913).',
    name: 'Ihr Name dafür',
    save: 'Namen speichern',
    remove: 'Den Namen {{name}} entfernen',
    notId: 'Das ist weder eine Id noch ein Unterzeichner: 0x und Hexadezimalziffern, mindestens 20 Bytes.',
    noName: 'Schreiben Sie einen Namen.',
  },
  look: {
    title: 'Darstellung',
    language: 'Sprache',
    theme: 'Farbschema',
    system: 'Wie das System',
    light: 'Hell',
    dark: 'Dunkel',
  },
  forget: {
    title: 'Was hier gespeichert ist',
    readAgain: 'Chain neu lesen',
    readAgainBody: 'Verwirft die gespeicherten Ereignisse von {{network}} und liest sie neu. Einstellungen bleiben.',
    reading: 'Die Chain wurde neu gelesen',
    all: 'Alles vergessen',
    allBody: 'Löscht Anker, Adressen, Namen, importierte Vorschläge, Unterzeichner und alles Gelesene, für jedes Netz.',
    confirm: 'Alles in diesem Browser vergessen?',
    confirmBody:
      'P-521-Schlüssel dieses Browsers sind endgültig weg: Quoren, in denen sie Mitglied sind, verlieren sie. Passkeys bleiben in ihrem Authenticator, aber diese Seite kennt sie nicht mehr. Was auf der Chain steht, bleibt dort.',
    failed:
      'Nicht alles konnte vergessen werden. Löschen Sie die Daten dieser Website in den Einstellungen Ihres Browsers.',
  },
};

export default de;

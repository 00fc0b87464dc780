export const messages = {
  title: 'Verarbeitungsverzeichnis',
  answer:
    'Was hier wirklich gespeichert ist, wozu, wer es sehen darf und an wen es geht. Prüfen Sie Zwecke und Rechtsgrundlagen an Ihren eigenen.',
  take: 'Verzeichnis herunterladen',
  file: 'verarbeitungsverzeichnis',
  people: 'Wessen Daten',
  basis: 'Rechtsgrundlage',
  stored: 'Was gespeichert ist',
  rows_one: 'eine Zeile',
  rows_other: '{{number}} Zeilen',
  access: 'Wer Zugriff hat',
  recipients: 'Wer sie erhält',
  nobody: 'Niemand sonst',
  retention: 'Wie lange',
}

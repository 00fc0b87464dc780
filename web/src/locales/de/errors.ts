/** What is said of an error that has no words of its own; those that have are in later/errors.ts. */
export const messages = {
  field: 'Bitte prüfen Sie diese Angabe.',
  kept: { input: 'Ihre Eingaben sind noch da.', nothing: 'Es wurde nichts geändert.' },
  unknown: {
    what: 'Auf dieser Seite ist etwas schiefgegangen.',
    todo: 'Laden Sie die Seite neu; geschieht es wieder, sagen Sie es der Person, die diese Installation betreibt.',
  },
  no_connection: {
    what: 'Der Server ist nicht erreichbar.',
    todo: 'Prüfen Sie Ihre Verbindung; sobald sie wieder da ist, geht es von selbst weiter.',
    todoInput: 'Prüfen Sie Ihre Verbindung und senden Sie es dann noch einmal.',
  },
  server: {
    what: 'Der Server konnte das nicht abschließen.',
    todo: 'Versuchen Sie es gleich noch einmal; geschieht es wieder, sagen Sie es der Person, die diese Installation betreibt.',
  },
  unauthorized: { what: 'Sie sind abgemeldet.', todo: 'Melden Sie sich wieder an, um weiterzumachen.' },
  forbidden: { what: 'Ihre Rolle erlaubt das nicht.', todo: 'Fragen Sie die Koordination dieses Ökosystems.' },
  not_found: {
    what: 'Das gibt es hier nicht oder nicht mehr.',
    todo: 'Vielleicht wurde es entfernt oder mit einem anderen Eintrag zusammengeführt.',
  },
  gone: { what: 'Dieser Link wurde schon benutzt oder ist abgelaufen.', todo: 'Bitten Sie um einen neuen.' },
  conflict: { what: 'Inzwischen hat das jemand anderes geändert.', todo: 'Laden Sie es neu und sehen Sie nach, was sich geändert hat.' },
  invalid: { what: 'Einige Angaben brauchen noch einen Blick.', todo: 'Die betroffenen Felder sind markiert.' },
  too_large: { what: 'Das ist zu groß.', todo: 'Versuchen Sie eine kleinere Datei oder einen kürzeren Text.' },
  too_many: { what: 'Zu viele Versuche in kurzer Zeit.', todo: 'Warten Sie eine Minute und versuchen Sie es noch einmal.' },
}

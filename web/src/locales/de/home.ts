export const messages = {
  state_one: 'Ihre Karte kennt {{number}} Organisation.',
  state_other: 'Ihre Karte kennt {{number}} Organisationen.',
  openMap: 'Karte öffnen',
  welcome: {
    title: '{{name}} beginnt hier',
    answer:
      'Eine Karte braucht Organisationen. Bringen Sie die mit, die Sie kennen, oder sehen Sie sich zuerst in einem Beispiel um; es geht in einem Schritt wieder.',
    waiting: 'Noch ist nichts auf der Karte. Sobald jemand von der Koordination Organisationen einträgt, sehen Sie sie hier.',
    own: {
      title: 'Meine eigene Datei',
      text: 'Kontakte aus Google, Outlook, HubSpot, Pipedrive oder Zoho, irgendeine Tabelle oder Orte aus OpenStreetMap. Sie sehen, was geschehen würde, bevor etwas geschieht.',
      action: 'Datei importieren',
    },
    byHand: 'Oder die erste Organisation von Hand eintragen',
  },
}

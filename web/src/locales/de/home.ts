export const messages = {
  activity: 'Was zuletzt geschah',
  kinds: 'Wer auf der Karte ist',
  missing: 'Noch ist sie ohne {{kinds}}.',
  most: 'Am häufigsten: {{kind}} ({{number}}).',
  noKinds: 'Noch keine hat eine Art.',
  openMap: 'Karte öffnen',
  state_one: 'Ihre Karte kennt {{number}} Organisation.',
  state_other: 'Ihre Karte kennt {{number}} Organisationen.',
  times: '{{number}}-mal',
  figures: {
    calm: 'Nichts ist überfällig',
    late_one: '{{count}} ist überfällig',
    late_other: '{{count}} sind überfällig',
    located_one: '{{number}} Organisation steht auf der Landkarte',
    located_other: '{{number}} Organisationen stehen auf der Landkarte',
    organisations: 'Organisationen',
    places: 'Orte',
    tasks: 'Offene Aufgaben',
    unplaced: 'Ohne Ort',
  },
  guide: {
    next: 'Als Nächstes: {{title}}. Das gehört zu Ihrer ersten Stunde; von deren 5 Schritten sind noch {{number}} offen.',
    goOn: 'Weitermachen',
    begin: 'Oder sich Schritt für Schritt führen lassen',
    steps: {
      map: 'Die Karte',
      people: 'Die Menschen',
      sources: 'Bezug aus der Nähe',
      joint_step: 'Ein erster gemeinsamer Schritt',
      project: 'Ein erstes Vorhaben für den Ort',
    },
  },
  next: {
    late: { sentence: 'Als Nächstes: „{{title}}“ ist überfällig.', action: 'Aufgaben öffnen' },
    noKinds: {
      sentence: 'Als Nächstes: Sagen Sie, wer Kundschaft, Lieferant oder Partner ist. Dann kann die Karte zeigen, wer fehlt.',
      action: 'Liste öffnen',
    },
    sort: {
      sentence_one: 'Als Nächstes: Sagen Sie, was {{number}} Organisation für Sie ist. Je ein Tastendruck.',
      sentence_other: 'Als Nächstes: Sagen Sie, was {{number}} Organisationen für Sie sind. Je ein Tastendruck.',
      action: 'Zuordnen',
    },
    sortFirst: {
      sentence: 'Als Nächstes: Sagen Sie, wer was für Sie ist. Noch ist auf der Karte niemand mit jemandem verbunden.',
      action: 'Zuordnen',
    },
    read: { sentence: 'Als Nächstes: Lesen Sie, was Ihre Karte darüber sagt, wer sie zusammenhält.', action: 'Zeigen' },
  },
  welcome: {
    title: '{{name}} beginnt hier',
    answer:
      'Eine Karte braucht Organisationen. Importieren Sie die, die Sie kennen, oder sehen Sie sich zuerst in einem Beispiel um; es geht in einem Schritt wieder.',
    waiting: 'Noch ist nichts auf der Karte. Sobald jemand von der Koordination Organisationen einträgt, sehen Sie sie hier.',
    own: {
      title: 'Meine eigene Datei',
      text: 'Kontakte vom Telefon, aus Google, Outlook, HubSpot, Pipedrive oder Zoho, irgendeine Tabelle oder Orte aus OpenStreetMap. Sie sehen, was geschehen würde, bevor etwas geschieht.',
      action: 'Datei importieren',
    },
    byHand: 'Oder die erste Organisation von Hand eintragen',
  },
}

const network = {
  all: 'Die Datei enthält die Organisationen und die Beziehungen zwischen ihnen, die auf der Karte sind, gewichtet nach ihrer heutigen Stärke. Sie enthält keine beendeten Beziehungen, Ansprechpersonen, Treffen und Anrufe, Angebote und Notizen.',
  past: 'Die Datei enthält die Organisationen und die Beziehungen jenes Tages. Sie enthält keine damals beendeten Beziehungen und nichts über Personen.',
}
const places =
  'Die Datei enthält jede Organisation, die einen Ort hat, mit Adresse und Erreichbarkeit. Sie enthält keine Organisationen ohne Ort, keine Beziehungen und keine Ansprechpersonen.'

export const messages = {
  title: 'Export',
  answer: 'Alles, was Sie hier sehen dürfen, als Datei: für ein anderes Programm oder ein anderes Tutti.',
  scope: 'Wie viel',
  whole: 'Die ganze Karte',
  narrowed: 'Was auf der Karte gefiltert ist',
  narrowedAsOf: 'Was auf der Karte gefiltert ist, Stand {{date}}',
  organisations_one: '{{number}} Organisation',
  organisations_other: '{{number}} Organisationen',
  format: 'Als was',
  table: 'Tabellen',
  tables: {
    all: 'Alle Tabellen, zusammen in einem Zip',
    organisations: 'Organisationen',
    people: 'Ansprechpersonen',
    ties: 'Beziehungen',
    interactions: 'Treffen, Nachrichten und Anrufe',
    offers: 'Angebote und Bedarfe',
    notes: 'Notizen',
  },
  formats: {
    xlsx: { label: 'Excel-Arbeitsmappe (XLSX)', use: 'Für Excel, LibreOffice, Numbers; auch Tutti liest sie wieder' },
    csv: { label: 'Tabellen (CSV)', use: 'Für Datenbanken und jedes andere Programm; auch Tutti liest sie wieder' },
    vcard: { label: 'Adresskarten (vCard)', use: 'Für das Adressbuch eines Telefons oder Mailprogramms' },
    geojson: { label: 'Orte (GeoJSON)', use: 'Für QGIS, uMap und andere Karten' },
    kumu: { label: 'Kumu-Blueprint (JSON)', use: 'Für Kumu' },
    gexf: { label: 'Netzwerk (GEXF)', use: 'Für Gephi' },
    graphml: { label: 'Netzwerk (GraphML)', use: 'Für yEd, Cytoscape, igraph, NetworkX' },
  },
  one: 'Die Datei enthält eine Tabelle: {{table}}.',
  holds: {
    tables: {
      all: 'Die Datei enthält Organisationen mit allen Feldern, Ansprechpersonen, Beziehungen, Treffen und Anrufe, Angebote und Bedarfe sowie Notizen. Sie enthält keine Aufgaben, keine Ansichten und nichts, was früher galt.',
      own: 'Die Datei enthält Organisationen, Beziehungen, Angebote und Bedarfe und von Ihrer eigenen Organisation die Ansprechpersonen, Treffen und Anrufe, Notizen und eigenen Felder. Sie enthält nichts Vertrauliches anderer, keine Aufgaben und keine Ansichten.',
      none: 'Die Datei enthält Organisationen, Beziehungen, Angebote und Bedarfe. Sie enthält keine Ansprechpersonen, Treffen und Anrufe, Notizen und eigenen Felder, denn Ihre Rolle zeigt sie nicht.',
      past: 'Die Datei enthält die Organisationen und die Beziehungen jenes Tages. Sie enthält keine Ansprechpersonen, Treffen und Anrufe, Angebote und Notizen, denn sie sind nur so bekannt, wie sie heute sind.',
    },
    cards: {
      all: 'Die Datei enthält eine Karte für jede Organisation und eine für jede Ansprechperson. Sie enthält keine Beziehungen, Treffen und Anrufe und Notizen.',
      own: 'Die Datei enthält eine Karte für jede Organisation und eine für jede Ansprechperson Ihrer eigenen. Sie enthält keine Ansprechpersonen anderer, keine Beziehungen und keine Notizen.',
      none: 'Die Datei enthält eine Karte für jede Organisation. Sie enthält keine Ansprechpersonen, denn Ihre Rolle zeigt sie nicht, und keine Beziehungen.',
      past: 'Die Datei enthält eine Karte für jede Organisation, Stand jenes Tages. Sie enthält keine Ansprechpersonen, denn sie sind nur so bekannt, wie sie heute sind, und keine Beziehungen.',
    },
    places: { all: places, own: places, none: places, past: places },
    network: { all: network.all, own: network.all, none: network.all, past: network.past },
  },
  do: 'Datei erstellen',
  coming: '{{size}} sind da',
  stop: 'Anhalten',
  done: '{{name}} ({{size}}) liegt in Ihren Downloads.',
}

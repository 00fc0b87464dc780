const network = {
  all: 'The file holds the organisations and the ties between them that are on the map, weighed by how strong they are now. It does not hold ties that are over, contact people, meetings and calls, offers and notes.',
  past: 'The file holds the organisations and the ties of that day. It does not hold ties that were over, and nothing about people.',
}
const places =
  'The file holds each organisation that has a place, with its address and how it is reached. It does not hold organisations without a place, ties and contact people.'

export const messages = {
  title: 'Export',
  answer: 'Everything you may see here as a file, for another program or for another Tutti.',
  scope: 'How much',
  whole: 'The whole map',
  narrowed: 'What is filtered on the map',
  narrowedAsOf: 'What is filtered on the map, as of {{date}}',
  organisations_one: '{{number}} organisation',
  organisations_other: '{{number}} organisations',
  format: 'As what',
  table: 'Tables',
  tables: {
    all: 'All tables, together in a zip',
    organisations: 'Organisations',
    people: 'Contact people',
    ties: 'Ties',
    interactions: 'Meetings, messages and calls',
    offers: 'Offers and needs',
    notes: 'Notes',
  },
  formats: {
    xlsx: { label: 'Excel workbook (XLSX)', use: 'For Excel, LibreOffice, Numbers; read again by Tutti' },
    csv: { label: 'Tables (CSV)', use: 'For databases and every other program; read again by Tutti' },
    vcard: { label: 'Address cards (vCard)', use: 'For the address book of a phone or a mail program' },
    geojson: { label: 'Places (GeoJSON)', use: 'For QGIS, uMap and other maps' },
    kumu: { label: 'Kumu blueprint (JSON)', use: 'For Kumu' },
    gexf: { label: 'Network (GEXF)', use: 'For Gephi' },
    graphml: { label: 'Network (GraphML)', use: 'For yEd, Cytoscape, igraph, NetworkX' },
  },
  one: 'The file holds one table: {{table}}.',
  holds: {
    tables: {
      all: 'The file holds organisations with all their fields, contact people, ties, meetings and calls, offers and needs, and notes. It does not hold tasks, views and what was said before.',
      own: 'The file holds organisations, ties, offers and needs, and of your own organisation the contact people, meetings and calls, notes and own fields. It does not hold what is private to others, tasks and views.',
      none: 'The file holds organisations, ties, offers and needs. It does not hold contact people, meetings and calls, notes and own fields, which your role does not show.',
      past: 'The file holds the organisations and the ties of that day. It does not hold contact people, meetings and calls, offers and notes, which are kept as they are today.',
    },
    cards: {
      all: 'The file holds one card for each organisation and one for each contact person. It does not hold ties, meetings and calls and notes.',
      own: 'The file holds one card for each organisation and one for each contact person of your own. It does not hold the contact people of others, ties and notes.',
      none: 'The file holds one card for each organisation. It does not hold contact people, whom your role does not show, and no ties.',
      past: 'The file holds one card for each organisation as of that day. It does not hold contact people, who are kept as they are today, and no ties.',
    },
    places: { all: places, own: places, none: places, past: places },
    network: { all: network.all, own: network.all, none: network.all, past: network.past },
  },
  do: 'Make the file',
  coming: '{{size}} are here',
  stop: 'Stop',
  done: '{{name}} ({{size}}) is in your downloads.',
}

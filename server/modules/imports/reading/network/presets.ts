/** Networks as tables: Gephi, Kumu, and lists of nodes and edges of anybody. The same words name the attributes of GEXF, GraphML and blueprints. */
import type { Preset, Rule } from '../presets.ts'

const NODE_RULES: readonly Rule[] = [
  ['id', 'party.id'],
  [/^(?:label|name)$/, 'party.name'],
  [/^(?:type|kinds?|art|element type)$/, 'party.kinds'],
  [/^(?:tags?|labels|schlagworte|schlagwörter)$/, 'party.tags'],
  [/^(?:description|beschreibung)$/, 'party.description'],
  [/^(?:latitude|lat|breite)$/, 'party.latitude'],
  [/^(?:longitude|lon|lng|länge)$/, 'party.longitude'],
  [/^(?:location|coordinates)$/, 'party.location'],
  [/^(?:website|url)$/, 'party.website'],
  [/^(?:e-?mail)$/, 'party.email'],
  [/^(?:phone|telefon)$/, 'party.phone'],
  [/^(?:street|address|straße|adresse)$/, 'party.street'],
  [/^(?:postal ?code|zip|plz|postleitzahl)$/, 'party.postalCode'],
  [/^(?:city|town|ort|stadt)$/, 'party.city'],
  [/^(?:region|state)$/, 'party.region'],
  [/^(?:country|land)$/, 'party.country'],
  [/^nace(?: code)?$/, 'party.nace'],
  [/^naics(?: code)?$/, 'party.naics'],
  [/^sector ?code$/, 'party.sector'],
  ['vat number', 'party.vat'],
  ['registration number', 'party.register'],
]

const EDGE_RULES: readonly Rule[] = [
  [/^(?:source|from|from_id|quelle|von)$/, 'tie.from'],
  [/^(?:target|to|to_id|ziel|nach)$/, 'tie.to'],
  [/^(?:type|kind|relation|relationship|art|beziehung|label|connection type)$/, 'tie.type'],
  [/^(?:weight|strength|stärke|gewicht)$/, 'tie.strength'],
  [/^(?:directed|direction|gerichtet)$/, 'tie.directed'],
  [/^(?:since|seit|start|start date)$/, 'tie.since'],
  [/^(?:until|bis|end|end date)$/, 'tie.until'],
  [/^(?:evidence|description|note|beleg|beschreibung)$/, 'tie.evidence'],
]

/** Kumu parts several values by a bar, and by nothing else. */
const KUMU_SEPARATOR = '|'
const KUMU_KEYS = ['type', 'element type', 'tags', 'description', 'image', 'location']

const kumu = { scheme: 'file', separators: KUMU_SEPARATOR }
const file = { scheme: 'file' }

export const NODES = { key: 'nodes', subject: 'nodes', ...file, keys: ['id', 'label'], rules: NODE_RULES } as const satisfies Preset
export const EDGES = {
  key: 'edges',
  subject: 'edges',
  ...file,
  keys: [
    ['source', 'from', 'from_id', 'quelle', 'von'],
    ['target', 'to', 'to_id', 'ziel', 'nach'],
  ],
  rules: EDGE_RULES,
} as const satisfies Preset

export const NETWORK_PRESETS: readonly Preset[] = [
  { ...EDGES, key: 'gephi_edges', keys: ['source', 'target', 'type', ['weight', 'id', 'interval', 'timeset']] },
  { ...EDGES, key: 'kumu_connections', keys: ['from', 'to', ['direction', 'type', 'label', 'tags', 'description']] },
  EDGES,
  { ...NODES, ...kumu, key: 'kumu_elements', keys: ['id', 'label', KUMU_KEYS] },
  NODES,
  { ...NODES, ...kumu, key: 'kumu_elements', keys: ['label', KUMU_KEYS] },
]

import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Field } from '../parties/index.ts'
import type { NewTieType } from '../ties/index.ts'
import { INDIANA } from './catalogue.ts'
import type { Locale, SampleDraft } from './draft.ts'
import { INDIANA_TEXTS } from './words.ts'

const FOLDER = new URL('../../../samples/networks/', import.meta.url)
const NETWORKS = ['contact', 'collaboration', 'dissemination'] as const

type Node = { id: string; label: string; agency_cat: string; agency_lvl: string; tob_yrs: string }
type Edge = { source: string; target: string }

/** What the seven kinds are to the lead agency. The kinds, like the names of the codes, are our reading of the data. */
const KIND_OF_CATEGORY = ['partners', 'suppliers', 'community', 'community', 'government', 'services'] as const
const HOSPITAL = /Daughters|Regional|Memorial/
const NATIONAL = 3

/** Tobacco control in Indiana: 25 organisations, who is in contact, who collaborates, who shares good practice. */
export async function readIndiana(locale: Locale): Promise<SampleDraft> {
  const nodes = await readCsv<Node>('indiana-contact.nodes.csv')
  const position = new Map(nodes.map(({ id }, index) => [id, index]))
  const edges = await Promise.all(
    NETWORKS.map(async (network) => (await readCsv<Edge>(`indiana-${network}.edges.csv`)).map((edge) => ({ ...edge, network }))),
  )
  return {
    parties: nodes.map((node) => ({ source: INDIANA, kindsSource: INDIANA, party: toParty(node, locale) })),
    ties: edges.flat().map(({ source, target, network }) => ({
      source: INDIANA,
      from: position.get(source)!,
      to: position.get(target)!,
      tie: { type: `indiana_${network}` },
    })),
    offers: [],
    fields: fieldsIn(locale),
    tieTypes: NETWORKS.map((network): NewTieType => {
      const label = INDIANA_TEXTS[locale].ties[network]
      return { key: `indiana_${network}`, label, inverseLabel: label, directed: false, trade: false }
    }),
  }
}

function toParty({ id, label, agency_cat, agency_lvl, tob_yrs }: Node, locale: Locale): SampleDraft['parties'][number]['party'] {
  const { categories, levels } = INDIANA_TEXTS[locale]
  const category = Number(agency_cat) - 1
  const code = sectorOf(category, label)
  return {
    name: label,
    kinds: [KIND_OF_CATEGORY[category]!],
    sectorScheme: code === null ? null : 'naics',
    sectorCode: code,
    region: Number(agency_lvl) < NATIONAL ? 'Indiana' : null,
    country: 'US',
    fields: { indiana_category: categories[category], indiana_level: levels[Number(agency_lvl) - 1], indiana_years: Number(tob_yrs) },
    identifiers: [{ scheme: 'tcnetworks', value: id }],
  }
}

/** NAICS 2017, where the category or the name says it. */
function sectorOf(category: number, name: string): string | null {
  if (HOSPITAL.test(name)) return '622'
  if (category === 0 || category === 4) return '923'
  return category === 2 || category === 3 ? '813' : null
}

function fieldsIn(locale: Locale): Field[] {
  const { fields, categories, levels } = INDIANA_TEXTS[locale]
  return [
    { key: 'indiana_category', label: fields.category, type: 'choice', choices: [...categories] },
    { key: 'indiana_level', label: fields.level, type: 'choice', choices: [...levels] },
    { key: 'indiana_years', label: fields.years, type: 'number', choices: [] },
  ]
}

async function readCsv<Row>(name: string): Promise<Row[]> {
  return parse(await readFile(new URL(name, FOLDER)), { columns: true }) as Row[]
}

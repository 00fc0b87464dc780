import type { TFunction } from 'i18next'
import type { components } from '../../api-types.ts'
import { sectorName } from '../../data/sectors.ts'
import type { Formats } from '../../ui/format.ts'

export type Answers = components['schemas']['InsightAnswers']
export type Freshness = components['schemas']['InsightFreshness']
export type History = components['schemas']['InsightHistory']
export type Answer = components['schemas']['InsightAnswer']
export type Changes = components['schemas']['InsightChanges']
export type Departure = components['schemas']['InsightDeparture']
export type Figure = components['schemas']['InsightFigure']
export type Certainty = NonNullable<Answer['certainty']>
export type Sentence = components['schemas']['InsightSentence']
export type Together = components['schemas']['InsightTogether']
export type Groups = components['schemas']['InsightGroups']
export type GroupName = components['schemas']['InsightGroupName']
/** `isMadeUp`: it joins in a scenario and has no page. */
export type NamedParty = components['schemas']['InsightParty'] & { isMadeUp?: boolean }
export type Definition = Figure['definition']

/** Shares, shown as percent; all other numbers are counts or indices. */
const SHARES: ReadonlySet<Definition> = new Set([
  'coverage',
  'stability',
  'reach',
  'clustering',
  'fragmentation',
  'fragmentationChange',
  'pageRank',
  'kindTied',
  'kindCoverage',
  'sectorCoverage',
  'speaking',
  'quotient',
  'relatedness',
  'chance',
  'wayShare',
  'sameAgain',
  'errorBound',
  'pairsApart',
  'reachedTogether',
  'leftByDegree',
  'leftByChance',
  'agreement',
  'groupStability',
  'heldTogether',
  'roleShare',
])

/** Sums and indices of which nobody wants the third place. */
const HUNDREDTHS: ReadonlySet<Definition> = new Set(['strength', 'modularity'])

/** Who defined a measure and where; the same in every language. Those without are plain counts. */
export const SOURCES: Partial<Record<Definition, string>> = {
  degree: 'Freeman 1978, Centrality in social networks',
  strength: 'Barrat et al. 2004, The architecture of complex weighted networks',
  component: 'Newman 2018, Networks',
  core: 'Batagelj & Zaveršnik 2003, An O(m) algorithm for cores decomposition',
  clustering: 'Watts & Strogatz 1998, Collective dynamics of small-world networks',
  constraint: 'Burt 2004, Structural holes and good ideas',
  effectiveSize: 'Burt 1992, Structural holes; Borgatti 1997',
  circles: 'Everett & Borgatti 2005, Ego network betweenness',
  cutOff: 'Tarjan 1972, Depth-first search and linear graph algorithms',
  fragmentation: 'Borgatti 2006, Identifying sets of key players',
  fragmentationChange: 'Borgatti 2006, Identifying sets of key players',
  pageRank: 'Brin & Page 1998, The anatomy of a search engine',
  closeness: 'Wasserman & Faust 1994, Social network analysis',
  betweenness: 'Freeman 1977; Brandes 2001',
  quotient: 'Florence 1939; Isard 1960, Methods of regional analysis',
  relatedness: 'Hidalgo et al. 2007, The product space conditions the development of nations',
  chance: 'Poisson distribution',
  wayShare: 'Freeman 1977; Brandes 2001, A faster algorithm for betweenness centrality',
  errorBound: 'Riondato & Kornaropoulos 2016, Fast approximation of betweenness centrality through sampling',
  pairsApart: 'Borgatti 2006, Identifying sets of key players',
  reachedTogether: 'Borgatti 2006, Identifying sets of key players',
  leftByDegree: 'Schneider et al. 2011, Mitigation of malicious attacks on networks',
  modularity: 'Newman & Girvan 2004, Finding and evaluating community structure; Traag et al. 2019',
  agreement: 'Hubert & Arabie 1985, Comparing partitions',
  groupStability: 'Hubert & Arabie 1985, Comparing partitions',
  heldTogether: 'Hennig 2007, Cluster-wise assessment of cluster stability',
  roleShare: 'Gould & Fernandez 1989, Structures of mediation',
  brokeredPaths: 'Gould & Fernandez 1989, Structures of mediation',
  sameAgain: 'Costenbader & Valente 2003, The stability of centrality measures',
  stability: 'Costenbader & Valente 2003, The stability of centrality measures',
}

type Words = { t: TFunction; formats: Formats }

/** A sentence of the server in the reader's words: lists joined, kinds and sectors named, numbers written as one writes them. */
export function say({ t, formats }: Words, { key, values }: Sentence, keyOf = (place: string) => `insight.${place}`): string {
  const said = Object.entries(values).map(([name, value]) => [name, saidValue({ t, formats }, key, name, value)] as const)
  const count = values.count
  const number = typeof count === 'number' ? { count, number: formats.number(count) } : {}
  return t(keyOf(key), { ...Object.fromEntries(said), ...number })
}

function saidValue({ t, formats }: Words, key: string, name: string, value: Sentence['values'][string]): string {
  if (typeof value === 'number') return /(^s|S)hare$/.test(name) ? formats.percent(value) : formats.number(value)
  // "and 5 more" follows: the list itself has no "and"
  if (typeof value !== 'string' && key.endsWith('.more')) return value.join(', ')
  if (typeof value !== 'string')
    return formats.list(name.endsWith('Kinds') ? value.map((kind) => t('insight.quoted', { name: t(`kinds.${kind}`) })) : value)
  if (name === 'kind') return t(`kinds.${value}`)
  return name === 'sector' ? sectorName(t, null, value) : value
}

/** A number as the reader writes it: shares as percent, small ones not rounded away. */
export function sayFigure({ formats }: Pick<Words, 'formats'>, { definition, value }: Figure): string {
  if (!SHARES.has(definition)) return formats.number(rounded(definition, value))
  const percent = Math.round(value * 1000) / 10
  // "0%" or "0 %": only the number is exchanged
  return value !== 0 && Math.abs(percent) < 1 ? formats.percent(0).replace('0', formats.number(percent)) : formats.percent(value)
}

function rounded(definition: Definition, value: number): number {
  if (HUNDREDTHS.has(definition)) return Math.round(value * 100) / 100
  // parts of pairs say nothing once there are many
  if (definition === 'betweenness' && value >= 10) return Math.round(value)
  return definition === 'effectiveSize' || definition === 'betweenness' ? Math.round(value * 10) / 10 : value
}

/** The one or two sentences under the title: who is the only way to others, and who is cut off. */
export function headline({ t, formats }: Words, { items }: Pick<Answers, 'items'>): string {
  const of = (key: Answer['key']) => items.find((item) => item.key === key)
  const [held, apart] = [of('wouldCutOff'), of('cutOff')]
  if (isEmpty(items)) return t('insight.head.empty')
  if (held === undefined || apart === undefined || held.state === 'unknown') return t('insight.head.waiting')
  if (held.state === 'nothing' && apart.state === 'nothing') return t('insight.head.solid')
  const total = formats.number(numberOf(apart.figures, 'parties') ?? 0)
  const counted = ({ witnessTotal: count }: Answer) => ({ count, number: formats.number(count), total })
  const sentences = [
    held.state === 'found' ? t('insight.head.onlyWay', counted(held)) : t('insight.head.manyWays'),
    ...(apart.state === 'found' ? [t('insight.head.apart', counted(apart))] : []),
  ]
  return sentences.join(' ')
}

export function isEmpty(items: readonly Answer[]): boolean {
  return items.every(({ sentence }) => sentence.key === 'sentence.unknown.empty')
}

export function numberOf(figures: readonly Figure[], definition: Definition): number | undefined {
  return figures.find((figure) => figure.definition === definition)?.value
}

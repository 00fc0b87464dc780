/** Which sectors are missing or thin, against a table of other areas or, without one, against the map's own spread. Pure. */
import { type Amounts, proximities } from '../../network/index.ts'
import { certaintyOf } from '../certainty.ts'
import { naicsDivision } from '../thin.ts'
import type { Certainty, EcosystemMap, Figure, MapParty } from '../types.ts'
import { type Gap, NO_VALUE, type ReferenceTable } from './types.ts'

/** Missing is none where at least one is expected, thin is less than half of what is expected and at least one short. */
const EXPECTED_MIN = 1
const THIN_QUOTIENT = 0.5
const SHORT_MIN = 1
/** Below so many areas nothing is said about which sectors go together. */
const AREAS_FOR_FIT = 5
/** How likely so few would be by chance alone, up to which an answer is sure, and up to which fairly. */
const CHANCE_HIGH = 0.05
const CHANCE_MEDIUM = 0.2
const PARTIES_SHOWN = 20

type Shortfall = {
  code: string
  have: number
  expected: number
  quotient: number
  /** How much of what goes with it is there, 0 … 1; null where too few areas tell. */
  fit: number | null
  onMap: number[]
}

/**
 * Sectors of which there are fewer than the other areas would have: expected is one's own total × the sector's share elsewhere, or where the table
 * knows all inhabitants and one's own area, one's own inhabitants × so many a head elsewhere. The quotient of both is the location quotient.
 * Weighed by what goes with a sector (relatedness density, Hidalgo et al. 2007): what fits comes before what is exotic.
 */
export function sectorGaps(map: EcosystemMap, reference: ReferenceTable): Gap[] {
  const { placeOf, coverage } = partiesBySector(map, reference)
  const figures: Figure[] = [{ definition: 'sectorCoverage', value: coverage }]
  const areas = reference.areas.length - (reference.ownArea === null ? 0 : 1)
  return shortfalls(reference, placeOf).map((shortfall) => sectorGap(map, reference, shortfall, { coverage, areas, figures }))
}

function sectorGap(
  map: EcosystemMap,
  reference: ReferenceTable,
  { code, have, expected, quotient, fit, onMap }: Shortfall,
  { coverage, areas, figures }: { coverage: number; areas: number; figures: Figure[] },
): Gap {
  const short = expected - have
  const sector = `${reference.scheme}:${code}`
  const variant = have === 0 ? 'missing' : 'thin'
  const whose = reference.ownArea === null ? 'map' : 'area'
  const area = reference.ownArea === null ? {} : { area: reference.areas[reference.ownArea]! }
  return {
    key: `sector:${sector}`,
    sort: 'sector',
    sentence: {
      key: `sentence.sector.${variant}.${whose}`,
      values: { sector, count: have, expected: Math.round(expected * 10) / 10, ...area },
    },
    partyIds: onMap.slice(0, PARTIES_SHOWN).map((party) => map.parties[party]!.id),
    partyTotal: onMap.length,
    groups: [],
    figures: [
      { definition: 'quotient', value: quotient },
      { definition: 'expected', value: expected },
      ...(fit === null ? [] : [{ definition: 'relatedness' as const, value: fit }]),
      { definition: 'peerAreas', value: areas },
    ],
    value: NO_VALUE,
    concerned: Math.max(1, Math.round(short)),
    weight: short * (fit ?? 1),
    certainty: certaintyOfChance(reference.ownArea === null ? coverage : 1, have, expected, reference.ownArea === null ? figures : []),
    task: { title: { key: `task.sector.${variant}`, values: { sector } }, partyIds: [] },
  }
}

function shortfalls(reference: ReferenceTable, placeOf: ReadonlyMap<number, number[]>): Shortfall[] {
  const { areas, codes, counts, ownArea, inhabitants } = reference
  const peers = areas.map((_, area) => area).filter((area) => area !== ownArea)
  const own = codes.map((_, code) => (ownArea === null ? (placeOf.get(code)?.length ?? 0) : counts[ownArea * codes.length + code]!))
  const elsewhere = codes.map((_, code) => sumOf(peers.map((area) => counts[area * codes.length + code]!)))
  const heads = ownArea === null ? [] : inhabitants
  const byHead = heads.length > 0 && heads.every((count) => count !== null && count > 0)
  const scale = byHead ? heads[ownArea!]! / sumOf(peers.map((area) => heads[area]!)) : sumOf(own) / sumOf(elsewhere)
  const expected = elsewhere.map((count) => count * scale)
  const quotients = own.map((count, code) => (expected[code]! > 0 ? count / expected[code]! : Number.NaN))
  const fits = peers.length < AREAS_FOR_FIT ? null : fitOf(quotients, amountsOf(reference, peers))
  return codes.flatMap((code, k) => {
    const [have, should] = [own[k]!, expected[k]!]
    const isMissing = have === 0 && should >= EXPECTED_MIN
    const isThin = have > 0 && quotients[k]! < THIN_QUOTIENT && should - have >= SHORT_MIN
    if (!isMissing && !isThin) return []
    return [{ code, have, expected: should, quotient: quotients[k]!, fit: fits && noNaN(fits[k]!), onMap: placeOf.get(k) ?? [] }]
  })
}

/** ω_c = Σ_c' M_c' φ_cc' / Σ_c' φ_cc': M is one's own, φ is what the other areas show to go together, so that one's own gaps do not shape it. */
function fitOf(quotients: readonly number[], peers: Amounts): Float64Array {
  const proximity = proximities(peers)
  const n = peers.categories
  return Float64Array.from({ length: n }, (_, code) => {
    let [near, all] = [0, 0]
    for (let other = 0; other < n; other++) {
      const close = proximity[code * n + other]!
      all += close
      if (quotients[other]! >= 1) near += close
    }
    return all > 0 ? near / all : Number.NaN
  })
}

function amountsOf({ codes, counts }: ReferenceTable, areas: readonly number[]): Amounts {
  const taken = areas.flatMap((area) => counts.slice(area * codes.length, (area + 1) * codes.length))
  return { areas: areas.length, categories: codes.length, counts: taken }
}

/** The parties of each code of the table: those whose own code begins with it. Coverage is the share that could be compared. */
function partiesBySector({ parties }: EcosystemMap, { scheme, codes }: ReferenceTable) {
  const places = new Map(codes.map((code, k) => [digitsOf(code), k]))
  const placeOf = new Map<number, number[]>()
  let compared = 0
  for (const [party, each] of parties.entries()) {
    const place = codeAmong(places, scheme, each)
    if (place === undefined) continue
    compared++
    placeOf.set(place, [...(placeOf.get(place) ?? []), party])
  }
  return { placeOf, coverage: parties.length === 0 ? 0 : compared / parties.length }
}

function codeAmong(places: ReadonlyMap<string, number>, scheme: string, { sectorScheme, sectorCode }: MapParty): number | undefined {
  if (sectorScheme !== scheme || sectorCode === null) return undefined
  const digits = digitsOf(sectorCode)
  for (let length = digits.length; length > 2; length--) {
    const place = places.get(digits.slice(0, length))
    if (place !== undefined) return place
  }
  const division = digits.slice(0, 2)
  return places.get(scheme === 'naics' ? naicsDivision(division) : division)
}

function digitsOf(code: string): string {
  return code.replace(/^[A-U]\s*/, '').replaceAll('.', '')
}

/** How sure: by how much of the map could be compared, and by how likely so few are by chance where so many are expected (Poisson). */
function certaintyOfChance(coverage: number, have: number, expected: number, figures: Figure[]): Certainty {
  const chance = poissonAtMost(have, expected)
  const { level } = certaintyOf(coverage, null, [])
  const byChance = chance <= CHANCE_HIGH ? 'high' : chance <= CHANCE_MEDIUM ? 'medium' : 'low'
  const least = [level, byChance].includes('low') ? 'low' : [level, byChance].includes('medium') ? 'medium' : 'high'
  return { level: least, figures: [...figures, { definition: 'chance', value: chance }] }
}

/** P(X ≤ k) for X ~ Poisson(mean). */
function poissonAtMost(k: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let i = 1; i <= k; i++) {
    term *= mean / i
    sum += term
  }
  return Math.min(1, sum)
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function noNaN(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

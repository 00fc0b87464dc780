import { type MapColumns, type MapModel, modelOf } from './model.ts'

/** What GET /scenarios/{id}/drawing answers, as far as it is drawn. */
export type Drawing = {
  name: string
  leavingIds: string[]
  joining: { id: string; name: string; kinds: string[]; sectorCode: string | null; city: string | null }[]
  coming: DrawnTie[]
  going: DrawnTie[]
  otherwise: DrawnTie[]
}
type DrawnTie = { fromId: string; toId: string; type: string; strength: number | null; directed: boolean }

/** Which parties and ties of a model are otherwise in the scenario that is drawn on it, as numbers. */
export type Tried = { joining: ReadonlySet<number>; leaving: ReadonlySet<number>; coming: ReadonlySet<number>; going: ReadonlySet<number> }

/** How strong a tie is drawn of which the scenario does not say. */
const UNSTATED = 0.5

/**
 * The map with a scenario drawn on it: who joins and what ties come stand behind what there is, who leaves stays to be seen leaving. Whoever
 * the filter left out is not brought back by a change.
 */
export function modelWith(columns: MapColumns, drawing: Drawing): MapModel {
  const joining = drawing.joining.filter(({ id }) => !columns.parties.id.includes(id))
  const parties = withParties(columns.parties, joining)
  const placeOf = new Map(parties.id.map((id, place) => [id, place]))
  const coming = drawing.coming.flatMap(({ fromId, toId, type, strength, directed }) => {
    const [from, to] = [placeOf.get(fromId), placeOf.get(toId)]
    return from === undefined || to === undefined ? [] : [{ from, to, type, strength: strength ?? UNSTATED, directed }]
  })
  const model = modelOf({ ...columns, parties, ties: withTies(columns.ties, coming, strengthsOf(drawing, placeOf)) })
  const leaving = new Set(drawing.leavingIds.flatMap((id) => placeOf.get(id) ?? []))
  const ending = new Set(drawing.going.map((tie) => keyOf(placeOf.get(tie.fromId), placeOf.get(tie.toId), tie.type)))
  const { from, to, type } = model.ties
  const isGoing = (tie: number) => leaving.has(from[tie]!) || leaving.has(to[tie]!) || ending.has(keyOf(from[tie], to[tie], type[tie]!))
  const first = from.length - coming.length
  const tried: Tried = {
    joining: new Set(joining.map(({ id }) => placeOf.get(id)!)),
    leaving,
    coming: new Set(coming.map((_, k) => first + k)),
    going: new Set(from.flatMap((_, tie) => (tie < first && isGoing(tie) ? [tie] : []))),
  }
  return { ...model, tried }
}

function withParties(parties: MapColumns['parties'], joining: Drawing['joining']): MapColumns['parties'] {
  const more = <T>(column: readonly T[], value: (party: Drawing['joining'][number]) => T): T[] => [...column, ...joining.map(value)]
  const fields = Object.entries(parties.fields ?? {}).map(([key, column]) => [key, more(column, () => null)] as const)
  return {
    id: more(parties.id, ({ id }) => id),
    name: more(parties.name, ({ name }) => name),
    kinds: more(parties.kinds, ({ kinds }) => kinds),
    sectorCode: more(parties.sectorCode, ({ sectorCode }) => sectorCode),
    city: more(parties.city, ({ city }) => city),
    latitude: more(parties.latitude, () => null),
    longitude: more(parties.longitude, () => null),
    ...(parties.placeApproximate && { placeApproximate: more(parties.placeApproximate, () => false) }),
    tags: more(parties.tags, () => []),
    tieCount: more(parties.tieCount, () => 0),
    ...(parties.fields && { fields: Object.fromEntries(fields) }),
  }
}

type Coming = { from: number; to: number; type: string; strength: number; directed: boolean }

function withTies(ties: MapColumns['ties'], coming: readonly Coming[], strengths: ReadonlyMap<string, number>): MapColumns['ties'] {
  const strengthOf = (strength: number | null, tie: number) =>
    strengths.get(keyOf(ties.from[tie], ties.to[tie], ties.type[tie]!)) ?? strength
  return {
    from: [...ties.from, ...coming.map(({ from }) => from)],
    to: [...ties.to, ...coming.map(({ to }) => to)],
    type: [...ties.type, ...coming.map(({ type }) => type)],
    strength: [...(strengths.size === 0 ? ties.strength : ties.strength.map(strengthOf)), ...coming.map(({ strength }) => strength)],
    directed: [...ties.directed, ...coming.map(({ directed }) => directed)],
  }
}

function strengthsOf({ otherwise }: Drawing, placeOf: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(
    otherwise.map(({ fromId, toId, type, strength }) => [keyOf(placeOf.get(fromId), placeOf.get(toId), type), strength ?? UNSTATED]),
  )
}

/** The same tie whichever of its ends is named first: what is drawn has one line for each. */
function keyOf(one: number | undefined, other: number | undefined, type: string): string {
  return `${Math.min(one ?? -1, other ?? -1)} ${Math.max(one ?? -1, other ?? -1)} ${type}`
}

import { components, degrees, findCuts, fragmentation, piecesWithout } from '../network/index.ts'
import { card, LISTED, NAMED, nameOf, names, propose, proposeFor, tieCertainty, tooFewTies, unknown, wholeMap, witnesses } from './cards.ts'
import { stabilityOf } from './certainty.ts'
import { column, firstRanked, mostFirst, type Reading, ranked } from './reading.ts'
import type { Answer, Figure, Witness } from './types.ts'

/** Who is tied to most others. */
export function bestConnected(reading: Reading): Answer {
  if (tooFewTies(reading)) return unknown('bestConnected', reading)
  const { degree, map, graph } = reading
  const { first: top, total } = firstRanked(reading, mostFirst(degree), NAMED)
  const first = top[0]!
  const others = map.parties.length - 1
  const values = { name: nameOf(reading, first), count: degree[first]!, others, next: names(reading, top.slice(1, 3)) }
  return {
    ...card('bestConnected', 'found', values),
    figures: wholeMap(reading),
    witnesses: witnesses(reading, top, (i) => [
      { definition: 'degree', value: degree[i]! },
      { definition: 'reach', value: degree[i]! / others },
    ]),
    witnessTotal: total,
    certainty: tieCertainty(
      reading,
      stabilityOf(graph, top, (thinned) => mostFirst(degrees(thinned))),
    ),
    task: propose(reading, 'bestConnected', { name: values.name }, [first]),
  }
}

/** Who has no tie at all, or sits in a small piece apart from the largest one. */
export function cutOff(reading: Reading): Answer {
  if (reading.tied === 0) return unknown('cutOff', reading)
  const { degree, map, pieces } = reading
  const total = map.parties.length
  const figures: Figure[] = [...wholeMap(reading), { definition: 'fragmentation', value: fragmentation(pieces.sizes) }]
  const certainty = tieCertainty(reading, null)
  const outsideLargest = column(
    total,
    (i) => pieces.of[i] !== 0,
    (i) => degree[i]!,
  )
  const apart = ranked(reading, outsideLargest)
  if (apart.length === 0) return { ...card('cutOff', 'nothing', { count: total }), figures, certainty }
  const isolated = apart.filter((i) => degree[i] === 0).length
  const groups = pieces.sizes.filter((size, k) => k > 0 && size > 1).length
  const variant = groups === 0 ? 'isolated' : isolated === 0 ? 'apart' : 'both'
  return {
    ...card('cutOff', 'found', { count: apart.length, total, isolated, inGroups: apart.length - isolated, groups }, variant),
    figures,
    witnesses: witnesses(reading, apart.slice(0, LISTED), (i) => [
      { definition: 'degree', value: degree[i]! },
      { definition: 'component', value: pieces.sizes[pieces.of[i]!]! },
    ]),
    witnessTotal: apart.length,
    certainty,
    task: proposeFor(reading, 'cutOff', apart),
  }
}

/** So many articulation points are listed; on larger maps, where each costs a walk over all of it, those named. */
const POINTS_LISTED = 20
const POINTS_LISTED_UP_TO = 100_000

/** Whose leaving would cut others off: articulation points with the pieces they would leave. */
export function wouldCutOff(reading: Reading): Answer {
  if (tooFewTies(reading)) return unknown('wouldCutOff', reading)
  const { cuts, graph, degree } = reading
  const { first: most, total } = firstRanked(reading, mostFirst(cuts.cutOff), POINTS_LISTED)
  const top = most.slice(0, NAMED)
  const listed = graph.n <= POINTS_LISTED_UP_TO ? most : top
  const first = top[0]
  if (first === undefined) {
    return {
      ...card('wouldCutOff', 'nothing', { count: reading.tied }),
      figures: wholeMap(reading),
      certainty: tieCertainty(reading, null),
    }
  }
  const lost = piecesWithout(graph, first).slice(1)
  const lonely = lost.flatMap((piece) => [...piece])
  const name = nameOf(reading, first)
  return {
    ...card('wouldCutOff', 'found', { name, count: lonely.length, points: total, pieces: lost.length }),
    figures: wholeMap(reading),
    witnesses: witnesses(reading, listed, (i) => [
      { definition: 'cutOff', value: cuts.cutOff[i]! },
      { definition: 'fragmentationChange', value: cuts.fragmentationChange[i]! },
      { definition: 'degree', value: degree[i]! },
    ]).map((one, place) => ({ ...one, pieces: lostPieces(reading, listed[place]!) })),
    witnessTotal: total,
    certainty: tieCertainty(
      reading,
      stabilityOf(graph, top, (thinned) => mostFirst(findCuts(thinned, components(thinned)).cutOff)),
    ),
    task: proposeFor(reading, 'wouldCutOff', lonely, first),
  }
}

/** What would be left without a party besides the largest piece, largest first. */
function lostPieces({ map, graph }: Reading, party: number): Witness['pieces'] {
  return piecesWithout(graph, party)
    .slice(1, 1 + LISTED)
    .map((piece) => ({ size: piece.length, partyIds: [...piece.subarray(0, LISTED)].map((i) => map.parties[i]!.id) }))
}

import type { Tx } from '../../kernel/ctx.ts'
import { readTags } from '../parties/index.ts'
import { listTieTypes } from '../ties/index.ts'
import { groupMembers, groupsOf, holdTogether, type Known, type KnownGrouping, type Trade } from './answers/index.ts'
import { readTradesOn } from './departure.ts'
import { readGrouping } from './grouping.ts'
import { namesOf, type Read } from './insight.ts'
import { question } from './questions.ts'
import type { GroupMembers, Groups, Together } from './together-schema.ts'

/** Trying again and again with fewer ties takes its time: from here on in a thread. */
const HERE_MAX = 200
const NONE: readonly string[] = []

/** Who holds the map together, with the names of every party that is spoken of. */
export const TOGETHER = question({
  at: import.meta.url,
  name: 'TOGETHER',
  hereMax: HERE_MAX,
  more: readKnown,
  answer: (read, _: object, { known, grouping }): Omit<Together, 'freshness'> => {
    const together = holdTogether(read.map, { ...known, grouping })
    const { items, brokerage, groupNames, breaking, reaching } = together
    const parties = namesOf(read, [
      ...items.flatMap(({ witnesses, task }) => [...witnesses.map(({ partyId }) => partyId), ...(task?.partyIds ?? [])]),
      ...brokerage.flatMap(({ brokers }) => brokers.map(({ partyId }) => partyId)),
      ...groupNames.flatMap(({ partyId }) => partyId ?? []),
      ...[...breaking, ...reaching].flatMap(({ partyIds, alone }) => [...partyIds, ...(alone?.partyIds ?? [])]),
    ])
    return { ...together, parties }
  },
})

/** The groups that ties make, with the names of every party that is spoken of. */
export const GROUPS = question({
  at: import.meta.url,
  name: 'GROUPS',
  hereMax: HERE_MAX,
  more: readKnown,
  answer: (read, _: object, { known, trades, grouping }): Omit<Groups, 'freshness'> => {
    const found = groupsOf(read.map, known.traits, trades, grouping)
    const parties = namesOf(read, [
      ...(found.task?.partyIds ?? []),
      ...found.groups.flatMap(({ name, memberIds, edgeIds, overlaps }) => [
        ...(name.partyId === null ? [] : [name.partyId]),
        ...memberIds,
        ...edgeIds,
        ...overlaps.flatMap(({ partyId }) => partyId ?? []),
      ]),
      ...found.between.flatMap(({ carrierIds, introduction }) => [
        ...carrierIds,
        ...(introduction === null ? [] : [introduction.oneId, introduction.otherId]),
        ...(introduction?.throughId ? [introduction.throughId] : []),
      ]),
    ])
    return { ...found, parties }
  },
})

/** In which group everybody is, for colour on the map. */
export const GROUP_MEMBERS = question({
  at: import.meta.url,
  name: 'GROUP_MEMBERS',
  hereMax: HERE_MAX,
  more: readKnown,
  answer: (read, _: object, { known, grouping }): Omit<GroupMembers, 'freshness'> => {
    const { group, names } = groupMembers(read.map, known.traits, grouping)
    const parties = namesOf(
      read,
      names.flatMap(({ partyId }) => partyId ?? []),
    )
    return { partyId: read.map.parties.map(({ id }) => id), group, names, parties }
  },
})

type More = { known: Known; trades: Trade[]; grouping: KnownGrouping | undefined }

/** What the parties share besides ties, which types of tie have a direction, what is offered and needed today, and the groups where they are known. */
async function readKnown(ctx: Tx, read: Read): Promise<More> {
  const { map, columns } = read
  const trades = await readTradesOn(ctx, map)
  const categories: string[][] = map.parties.map(() => [])
  for (const { party, category } of trades) categories[party]!.push(category)
  const tagged = await readTags(ctx)
  const tags = map.parties.map(({ id }) => tagged.get(id) ?? NONE)
  const directed = new Set((await listTieTypes(ctx)).flatMap((type) => (type.directed ? [type.key] : [])))
  return { known: { traits: { city: columns.city, tags, categories }, directed }, trades, grouping: await readGrouping(ctx, read) }
}

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { answer, api } from '../../../api.ts'
import { useEcosystem } from '../../../data/session.ts'
import type { Party } from '../../../data/types.ts'
import type { RowSource } from '../../../ui/data-table.tsx'
import type { RowGroup } from '../../../ui/row-groups.ts'
import { type Filter, filterQuery } from '../filter.ts'
import { type Asking, askForWanted, type Page } from './asking.ts'
import { type GroupField, pagesFor, type Stretch, stretchesOf } from './groups.ts'

const PAGE = 100

export type SortKey = 'name' | '-name' | 'city' | '-city' | 'sector' | '-sector' | 'updatedAt' | '-updatedAt'
type Use = { filter: Filter; sort: SortKey; total: number; groupBy: GroupField | null; groups: readonly RowGroup[] }
/** One way of listing, and what is known of it by row. */
type Reading = Asking & { rows: Map<number, Party> }

/** The rows of the table, fetched a page at a time as they come into view. `put` writes a changed party over its row, `again` fetches all anew. */
export function useRows({ filter, sort, total, groupBy, groups }: Use) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const stretches = useMemo(() => stretchesOf(groups, total), [groups, total])
  const [round, setRound] = useState(0)
  // other rows: what is known and what was asked for count no more
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever says which rows there are starts a new reading
  const reading = useMemo<Reading>(
    () => ({ rows: new Map(), asked: new Set(), underWay: 0, wanted: [] }),
    [filter, sort, stretches, groupBy, round],
  )
  // the rows are written where they stand, since a copy of a hundred thousand for every page would be felt: a count says that they changed
  const [changes, setChanges] = useState(0)

  const fetchPage = useCallback(
    async ({ stretch, offset }: Page) => {
      const narrowed = groupBy && stretch.value !== null ? { ...filter, [groupBy]: [stretch.value] } : filter
      const query = { ...filterQuery(narrowed), sort, limit: PAGE, offset }
      const { items } = await queries.fetchQuery({
        queryKey: ['parties', ecosystemId, 'rows', query],
        queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties', { params: { path: { ecosystemId }, query } })),
      })
      items.forEach((party, index) => {
        reading.rows.set(stretch.first + offset + index, party)
      })
      setChanges((now) => now + 1)
    },
    [ecosystemId, filter, groupBy, queries, sort, reading],
  )
  const need = useCallback(
    (first: number, last: number) => {
      reading.wanted = pagesFor(stretches, first, last, PAGE)
      askForWanted(reading, fetchPage)
    },
    [reading, stretches, fetchPage],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the rows is a new source
  const source = useMemo<RowSource<Party>>(
    () => ({ total: sumOf(stretches), at: (index) => reading.rows.get(index), need }),
    [reading, stretches, need, changes],
  )
  const put = useCallback(
    (party: Party) => {
      for (const [index, row] of reading.rows) if (row.id === party.id) reading.rows.set(index, party)
      setChanges((now) => now + 1)
    },
    [reading],
  )
  const again = useCallback(async () => {
    await queries.invalidateQueries({ queryKey: ['parties', ecosystemId] })
    setRound((now) => now + 1)
  }, [ecosystemId, queries])
  return { source, put, again }
}

function sumOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, stretch) => sum + stretch.count, 0)
}

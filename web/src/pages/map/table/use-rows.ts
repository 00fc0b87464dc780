import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { answer, api } from '../../../api.ts'
import { useEcosystem } from '../../../data/session.ts'
import type { Party } from '../../../data/types.ts'
import type { RowSource } from '../../../ui/data-table.tsx'
import type { RowGroup } from '../../../ui/row-groups.ts'
import { type Filter, filterQuery } from '../filter.ts'
import { type GroupField, pagesFor, type Stretch, stretchesOf } from './groups.ts'

const PAGE = 100
const NO_ROWS: ReadonlyMap<number, Party> = new Map()

export type SortKey = 'name' | '-name' | 'city' | '-city' | 'sector' | '-sector' | 'updatedAt' | '-updatedAt'
type Use = { filter: Filter; sort: SortKey; total: number; groupBy: GroupField | null; groups: readonly RowGroup[] }

/** The rows of the table, fetched a page at a time as they come into view. `put` writes a changed party over its row, `again` fetches all anew. */
export function useRows({ filter, sort, total, groupBy, groups }: Use) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const stretches = useMemo(() => stretchesOf(groups, total), [groups, total])
  const [round, setRound] = useState(0)
  // other rows: what is known and what was asked for count no more
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever says which rows there are starts a new reading
  const reading = useMemo(() => ({ asked: new Set<string>() }), [filter, sort, stretches, groupBy, round])
  const [known, setKnown] = useState<{ reading: object; rows: ReadonlyMap<number, Party> }>({ reading, rows: NO_ROWS })
  const current = useRef(reading)
  current.current = reading
  const rows = known.reading === reading ? known.rows : NO_ROWS

  const fetchPage = useCallback(
    async (stretch: Stretch, offset: number) => {
      const key = `${stretch.value}|${offset}`
      if (reading.asked.has(key)) return
      reading.asked.add(key)
      const narrowed = groupBy && stretch.value !== null ? { ...filter, [groupBy]: [stretch.value] } : filter
      const query = { ...filterQuery(narrowed), sort, limit: PAGE, offset }
      try {
        const { items } = await queries.fetchQuery({
          queryKey: ['parties', ecosystemId, 'rows', query],
          queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties', { params: { path: { ecosystemId }, query } })),
        })
        if (current.current !== reading) return
        const fresh = items.map((party, index): [number, Party] => [stretch.first + offset + index, party])
        setKnown((now) => ({ reading, rows: new Map([...(now.reading === reading ? now.rows : NO_ROWS), ...fresh]) }))
      } catch {
        // the rows stay waiting and are asked for when they come into view again
        reading.asked.delete(key)
      }
    },
    [ecosystemId, filter, groupBy, queries, sort, reading],
  )
  const need = useCallback(
    (first: number, last: number) => {
      for (const { stretch, offset } of pagesFor(stretches, first, last, PAGE)) void fetchPage(stretch, offset)
    },
    [stretches, fetchPage],
  )
  const source = useMemo<RowSource<Party>>(
    () => ({ total: sumOf(stretches), at: (index) => rows.get(index), need }),
    [rows, stretches, need],
  )
  const put = useCallback((party: Party) => {
    setKnown((now) => ({ ...now, rows: new Map([...now.rows].map(([index, row]) => [index, row.id === party.id ? party : row])) }))
  }, [])
  const again = useCallback(async () => {
    await queries.invalidateQueries({ queryKey: ['parties', ecosystemId] })
    setRound((now) => now + 1)
  }, [ecosystemId, queries])
  return { source, put, again }
}

function sumOf(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, stretch) => sum + stretch.count, 0)
}

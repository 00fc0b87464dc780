import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { type Filter, readFilter, writeFilter } from './filter.ts'
import { type Mode, readSettings, readTable, type Settings, type TableSettings, writeSettings, writeTable } from './settings.ts'

/** Filter, settings and chosen party, read from the address and written to it. Narrowing can be gone back from; looks and choice replace. */
export function useAddress(usual: Mode) {
  const [params, setParams] = useSearchParams()
  const filterKey = writeFilter(new URLSearchParams(), readFilter(params)).toString()
  // the same filter is the same object, so that nothing is fetched or drawn again because somebody was clicked
  const filter = useMemo(() => readFilter(new URLSearchParams(filterKey)), [filterKey])
  const { mode, layout, colour, size, heat, flows, within } = readSettings(params, usual)
  const settings = useMemo<Settings>(
    () => ({ mode, layout, colour, size, heat, flows, within }),
    [mode, layout, colour, size, heat, flows, within],
  )
  const setFilter = useCallback((next: Filter) => setParams((now) => writeFilter(now, next), { preventScrollReset: true }), [setParams])
  const setSettings = useCallback(
    (changes: Partial<Settings>) =>
      setParams((now) => writeSettings(now, changes, usual), { preventScrollReset: true, replace: changes.mode === undefined }),
    [setParams, usual],
  )
  const tableKey = JSON.stringify(readTable(params))
  const table = useMemo<TableSettings>(() => JSON.parse(tableKey), [tableKey])
  const setTable = useCallback(
    (changes: Partial<TableSettings>) => setParams((now) => writeTable(now, changes), { preventScrollReset: true, replace: true }),
    [setParams],
  )
  const setParty = useCallback(
    (id: string | null) =>
      setParams(
        (now) => {
          const next = new URLSearchParams(now)
          if (id === null) next.delete('party')
          else next.set('party', id)
          return next
        },
        { preventScrollReset: true, replace: true },
      ),
    [setParams],
  )
  return { filter, settings, table, setTable, partyId: params.get('party'), setFilter, setSettings, setParty, params, setParams }
}

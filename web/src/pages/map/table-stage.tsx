import { Button, Checkbox, Menu, NativeSelect } from '@mantine/core'
import { IconColumns } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Party, PartyChange } from '../../data/types.ts'
import { type Column, DataTable, type Sort } from '../../ui/data-table.tsx'
import { useFormats } from '../../ui/format.ts'
import { showFailed } from '../../ui/toast.tsx'
import { useFacets, useFields } from './data.ts'
import type { Filter } from './filter.ts'
import classes from './map.module.css'
import { useNames } from './names.ts'
import type { TableSettings } from './settings.ts'
import { BulkBar } from './table/bulk-bar.tsx'
import { columnsOf } from './table/columns.tsx'
import { GROUP_FIELDS, type GroupField, rowGroups } from './table/groups.ts'
import { type SortKey, useRows } from './table/use-rows.ts'
import tableClasses from './table.module.css'

type Props = {
  filter: Filter
  table: TableSettings
  setTable: (changes: Partial<TableSettings>) => void
  setParty: (id: string | null) => void
}

const NOBODY: ReadonlySet<string> = new Set()
const FACET: Record<GroupField, 'kinds' | 'sectors' | 'cities' | 'tags'> = { kind: 'kinds', sector: 'sectors', city: 'cities', tag: 'tags' }
const NO_COUNTS = {}

/** The set as a table: sorted, grouped, changed in place and many at once. */
export function TableStage({ filter, table, setTable, setParty }: Props) {
  const { t } = useTranslation()
  const names = useNames()
  const mayWrite = useMayWrite()
  const facets = useFacets(filter).data
  const [chosen, setChosen] = useState(NOBODY)
  const groupBy = GROUP_FIELDS.find((field) => field === table.group) ?? null
  const counts = (groupBy && facets?.[FACET[groupBy]]) || NO_COUNTS
  const groups = useMemo(
    () => (groupBy ? rowGroups(counts, (value) => names.of(groupBy, value), filter[groupBy]) : []),
    [groupBy, counts, names, filter],
  )
  const rows = useRows({ filter, sort: table.sort as SortKey, total: facets?.total ?? 0, groupBy, groups })
  const columns = useColumns(rows.put, mayWrite)
  const shown = columns.filter((column) => table.columns.includes(column.key))
  const sort: Sort = { key: table.sort.replace('-', ''), descending: table.sort.startsWith('-') }
  const onBulk = (clear: boolean) => {
    if (clear) setChosen(NOBODY)
    else void rows.again()
  }
  return (
    <div className={classes.stage}>
      <div className={tableClasses.table}>
        {chosen.size > 0 ? (
          <BulkBar chosen={chosen} onDone={onBulk} />
        ) : (
          <TableBar table={table} setTable={setTable} columns={columns} groupBy={groupBy} />
        )}
        <div className={tableClasses.tableBox}>
          <DataTable
            label={t('map.table.label')}
            columns={shown}
            rows={rows.source}
            rowId={idOf}
            rowName={nameOf}
            onOpen={(party) => setParty(party.id)}
            sort={sort}
            onSort={(next) => setTable({ sort: `${next.descending ? '-' : ''}${next.key}` })}
            {...(mayWrite && { selected: chosen, onSelect: setChosen })}
            groups={groups}
          />
        </div>
      </div>
    </div>
  )
}

const idOf = (party: Party) => party.id
const nameOf = (party: Party) => party.name

function useColumns(put: (party: Party) => void, mayWrite: boolean): Column<Party>[] {
  const { t } = useTranslation()
  const names = useNames()
  const formats = useFormats()
  const fields = useFields()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return useMemo(() => {
    const save = async (party: Party, change: Omit<PartyChange, 'version'>) => {
      const params = { path: { ecosystemId, id: party.id } }
      put({ ...party, ...change } as Party)
      try {
        put(await answer(api.PATCH('/api/ecosystems/{ecosystemId}/parties/{id}', { params, body: { ...change, version: party.version } })))
        for (const part of ['map', 'facets', 'party']) void queries.invalidateQueries({ queryKey: [part, ecosystemId] })
      } catch (error) {
        put(party)
        showFailed(t('map.table.notSaved', { name: party.name }))
        throw error
      }
    }
    return columnsOf(
      { header: (key) => t(`map.columns.${key}`), answers: { yes: t('parties.yes'), no: t('parties.no') }, names, formats },
      fields,
      mayWrite ? save : undefined,
    )
  }, [t, names, formats, fields, ecosystemId, queries, put, mayWrite])
}

type BarProps = Pick<Props, 'table' | 'setTable'> & { columns: readonly Column<Party>[]; groupBy: GroupField | null }

function TableBar({ table, setTable, columns, groupBy }: BarProps) {
  const { t } = useTranslation()
  const toggle = (key: string) =>
    setTable({ columns: table.columns.includes(key) ? table.columns.filter((each) => each !== key) : [...table.columns, key] })
  return (
    <div className={tableClasses.tableBar}>
      <NativeSelect
        size="xs"
        aria-label={t('map.table.group')}
        value={groupBy ?? ''}
        data={[
          { value: '', label: t('map.table.notGrouped') },
          ...GROUP_FIELDS.map((field) => ({ value: field, label: t('map.table.groupedBy', { by: t(`map.by.${field}`) }) })),
        ]}
        onChange={(event) => setTable({ group: event.currentTarget.value })}
      />
      <Menu closeOnItemClick={false} withinPortal={false} withInitialFocusPlaceholder={false} position="bottom-end">
        <Menu.Target>
          <Button size="compact-sm" variant="default" leftSection={<IconColumns size={16} aria-hidden="true" />}>
            {t('map.table.columns')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {columns
            .filter((column) => column.key !== 'name')
            .map((column) => (
              <Menu.Item
                key={column.key}
                role="menuitemcheckbox"
                aria-checked={table.columns.includes(column.key)}
                leftSection={<Checkbox.Indicator size="xs" checked={table.columns.includes(column.key)} />}
                onClick={() => toggle(column.key)}
              >
                {column.header}
              </Menu.Item>
            ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

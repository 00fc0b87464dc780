import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './data-table.module.css'
import type { Column, RowSource, Sort } from './data-table.tsx'

type Props<Row> = {
  columns: readonly Column<Row>[]
  widths: readonly number[]
  rows: RowSource<Row>
  rowId: (row: Row) => string
  total: number
  sort?: Sort | undefined
  onSort?: ((sort: Sort) => void) | undefined
  selected?: ReadonlySet<string> | undefined
  onSelect?: ((selected: Set<string>) => void) | undefined
}

export function TableHeader<Row>({ columns, widths, rows, rowId, total, sort, onSort, selected, onSelect }: Props<Row>) {
  const { t } = useTranslation()
  const some = (selected?.size ?? 0) > 0
  // only rows that were fetched can be named, and so be selected
  const selectLoaded = () => {
    const loaded = Array.from({ length: total }, (_, index) => rows.at(index)).filter((row) => row !== undefined)
    onSelect?.(some ? new Set() : new Set(loaded.map(rowId)))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    <div role="rowgroup" className={classes.top}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop */}
      <div role="row" className={classes.header} aria-rowindex={1}>
        {onSelect !== undefined && (
          // biome-ignore lint/a11y/useSemanticElements: see the grid
          // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
          <div role="columnheader" className={`${classes.head} ${classes.check}`}>
            <input
              type="checkbox"
              aria-label={some ? t('ui.table.selectNone') : t('ui.table.selectLoaded')}
              checked={some}
              onChange={selectLoaded}
            />
          </div>
        )}
        {columns.map((column, at) => {
          const sorted = sort !== undefined && sort.key === column.sort
          return (
            // biome-ignore lint/a11y/useSemanticElements: see the grid
            // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
            <div
              key={column.key}
              role="columnheader"
              className={classes.head}
              style={{ width: widths[at] ?? column.width }}
              data-end={column.end || undefined}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
            >
              {column.sort === undefined || onSort === undefined ? (
                column.header
              ) : (
                <button type="button" onClick={() => onSort({ key: column.sort as string, descending: sorted && !sort.descending })}>
                  {column.header}
                  {sorted &&
                    (sort.descending ? <IconArrowDown size={13} aria-hidden="true" /> : <IconArrowUp size={13} aria-hidden="true" />)}
                </button>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

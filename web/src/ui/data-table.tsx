import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './data-table.module.css'
import { Cell, type CellEdit } from './data-table-cell.tsx'
import { TableHeader } from './data-table-header.tsx'
import { groupStarts, itemAt, itemOfRow, type RowGroup } from './row-groups.ts'

export type Sort = { key: string; descending: boolean }

export type Column<Row> = {
  key: string
  header: string
  /** In pixels; columns share what is left over by their width. */
  width: number
  cell: (row: Row) => ReactNode
  /** The sort key of the column; none, no sorting. */
  sort?: string
  end?: boolean
  edit?: CellEdit<Row>
}

/** Where the rows come from: as many as `total`, each known once it was fetched. `need` asks for a stretch that came into view. */
export type RowSource<Row> = {
  total: number
  at: (index: number) => Row | undefined
  need: (first: number, last: number) => void
}

type Props<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: RowSource<Row>
  rowId: (row: Row) => string
  rowName: (row: Row) => string
  onOpen: (row: Row) => void
  sort?: Sort | undefined
  onSort?: ((sort: Sort) => void) | undefined
  selected?: ReadonlySet<string> | undefined
  onSelect?: ((selected: Set<string>) => void) | undefined
  /** Headings between the rows, in the order of the rows, with how many rows follow each. */
  groups?: readonly RowGroup[] | undefined
}

const ROW_PX = 40
const CHECK_PX = 44
const PAGE_ROWS = 12
const OVERSCAN = 6
// more than are ever drawn at once: a row that leaves the view lends its place in the document to one that comes in
const POOL = 128
const NO_GROUPS: readonly RowGroup[] = []

/**
 * A table of any length: only what is in view is drawn, rows are asked for as they come into view. Arrows move, Enter opens, F2 edits,
 * Space selects, Shift extends. One tab stop, as a grid has it.
 */
// long because rows, keys and columns share the state of one virtual list
export function DataTable<Row>(props: Props<Row>) {
  const { columns, rows, rowId, onOpen, groups = NO_GROUPS, selected, onSelect } = props
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const [active, setActive] = useState({ row: 0, column: 0 })
  const [editing, setEditing] = useState(false)
  const anchor = useRef(0)
  const starts = useMemo(() => groupStarts(groups), [groups])
  const virtual = useVirtualizer({
    count: rows.total + groups.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: 0,
    useFlushSync: false,
  })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  const { need, total } = rows
  const isFlying = useIsFlying(virtual.isScrolling, first, last - first - 2 * OVERSCAN)
  useEffect(() => {
    if (total > 0 && !isFlying) need(Math.max(0, first - groups.length), Math.min(total - 1, last))
  }, [need, first, last, total, groups.length, isFlying])
  const widths = useWidths(columns, scroller, onSelect !== undefined)

  function move(row: number, column: number) {
    const next = { row: clamp(row, 0, total - 1), column: clamp(column, 0, columns.length - 1) }
    setActive(next)
    setEditing(false)
    virtual.scrollToIndex(itemOfRow(starts, next.row))
  }

  function select(index: number, extend: boolean) {
    const row = rows.at(index)
    if (onSelect === undefined || row === undefined) return
    const next = new Set(selected)
    const on = !next.has(rowId(row))
    const from = extend ? Math.min(anchor.current, index) : index
    const to = extend ? Math.max(anchor.current, index) : index
    for (let at = from; at <= to; at++) {
      const each = rows.at(at)
      if (each !== undefined) on ? next.add(rowId(each)) : next.delete(rowId(each))
    }
    anchor.current = index
    onSelect(next)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (editing || event.target !== event.currentTarget) return
    const row = rows.at(active.row)
    const step = KEYS[event.key]
    if (step !== undefined) {
      const all = event.ctrlKey || event.metaKey
      if (event.shiftKey && step.row !== 0) select(active.row, true)
      move(
        active.row + step.row * (all ? total : 1),
        step.column === 0 ? active.column : active.column + step.column * (all ? columns.length : 1),
      )
    } else if (event.key === 'Enter' && row !== undefined) onOpen(row)
    else if (event.key === 'F2' && columns[active.column]?.edit !== undefined) setEditing(true)
    else if (event.key === ' ') select(active.row, event.shiftKey)
    else return
    event.preventDefault()
  }

  function act(what: Act, index: number, column: number, extend: boolean) {
    if (what === 'select') return select(index, extend)
    setActive({ row: index, column })
    setEditing(what === 'edit')
    const row = rows.at(index)
    if (what === 'open' && row !== undefined) onOpen(row)
    if (what === 'done') scroller.current?.focus({ preventScroll: true })
  }

  // rows are drawn again only when they change, so they hold a function that stays the same and reaches the newest one
  const newest = useRef(act)
  newest.current = act
  const onAct = useCallback<OnAct>((...done) => newest.current(...done), [])

  return (
    // biome-ignore lint/a11y/useSemanticElements: a native table cannot leave out the rows that are out of view
    <div
      ref={scroller}
      role="grid"
      className={classes.grid}
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-multiselectable={onSelect !== undefined}
      aria-activedescendant={total > 0 ? `${id}-${active.row}-${active.column}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <TableHeader {...props} widths={widths.columns} total={total} />
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize(), width: widths.total }}>
        {items.map((item) => {
          const at = itemAt(starts, item.index)
          const group = at.group === undefined ? undefined : groups[at.group]
          if (group !== undefined)
            return <GroupRow key={`group-${group.key}`} group={group} top={item.start} width={widths.total} columns={columns.length} />
          const row = isFlying ? undefined : rows.at(at.row)
          const isActive = at.row === active.row
          return (
            <TableRow
              key={at.row % POOL}
              id={id}
              index={at.row}
              row={row}
              top={item.start}
              width={widths.total}
              widths={widths.columns}
              columns={columns as readonly Column<unknown>[]}
              checkLabel={row === undefined || selected === undefined ? '' : t('ui.table.select', { name: props.rowName(row) })}
              selected={selected === undefined || row === undefined ? undefined : selected.has(rowId(row))}
              activeColumn={isActive ? active.column : -1}
              editing={isActive && editing}
              onAct={onAct}
            />
          )
        })}
      </div>
    </div>
  )
}

const KEYS: Record<string, { row: number; column: number }> = {
  ArrowDown: { row: 1, column: 0 },
  ArrowUp: { row: -1, column: 0 },
  ArrowRight: { row: 0, column: 1 },
  ArrowLeft: { row: 0, column: -1 },
  PageDown: { row: PAGE_ROWS, column: 0 },
  PageUp: { row: -PAGE_ROWS, column: 0 },
  Home: { row: 0, column: -1_000 },
  End: { row: 0, column: 1_000 },
}

type Act = 'open' | 'edit' | 'done' | 'select'
type OnAct = (what: Act, index: number, column: number, extend: boolean) => void

type RowProps = {
  id: string
  index: number
  row: unknown
  top: number
  width: number
  widths: readonly number[]
  columns: readonly Column<unknown>[]
  checkLabel: string
  selected: boolean | undefined
  activeColumn: number
  editing: boolean
  onAct: OnAct
}

const TableRow = memo(function TableRow({
  id,
  index,
  row,
  top,
  width,
  widths,
  columns,
  checkLabel,
  selected,
  activeColumn,
  editing,
  onAct,
}: RowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
    <div
      role="row"
      className={classes.row}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={activeColumn >= 0 || undefined}
      // a place and no transform, which would make each row a layer of its own
      style={{ top, width }}
    >
      {row === undefined && <WaitingCell columns={columns.length} />}
      {selected !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: see the grid
        // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
        <div role="gridcell" className={`${classes.cell} ${classes.check}`}>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            aria-label={checkLabel}
            onChange={(event) => onAct('select', index, 0, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </div>
      )}
      {row !== undefined &&
        columns.map((column, at) => (
          <Cell
            key={column.key}
            id={`${id}-${index}-${at}`}
            column={column}
            row={row}
            width={widths[at] ?? column.width}
            active={at === activeColumn}
            editing={editing && at === activeColumn}
            onOpen={() => onAct('open', index, at, false)}
            onEdit={() => onAct('edit', index, at, false)}
            onDone={() => onAct('done', index, at, false)}
          />
        ))}
    </div>
  )
})

/** One cell for all, since rows that fly past unknown have to cost next to nothing. */
function WaitingCell({ columns }: { columns: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
    <div role="gridcell" aria-colspan={columns} className={classes.waiting} />
  )
}

function GroupRow({ group, top, width, columns }: { group: RowGroup; top: number; width: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
    <div role="row" className={classes.group} style={{ top, width }}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop */}
      <div role="gridcell" aria-colspan={columns}>
        {group.label} <small>{group.count}</small>
      </div>
    </div>
  )
}

/** Whether more than the `visible` rows pass by from one picture to the next: nobody can read those, so they need not be there. */
function useIsFlying(isScrolling: boolean, first: number, visible: number): boolean {
  const before = useRef(first)
  const isFlying = isScrolling && visible > 0 && Math.abs(first - before.current) >= visible
  useEffect(() => {
    before.current = first
  })
  return isFlying
}

/** Shares the width of the window among the columns by their own width, never below it. */
function useWidths<Row>(columns: readonly Column<Row>[], scroller: { current: HTMLDivElement | null }, selectable: boolean) {
  const [available, setAvailable] = useState(0)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(() => setAvailable(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return useMemo(() => {
    const extra = selectable ? CHECK_PX : 0
    const wanted = columns.reduce((sum, column) => sum + column.width, 0)
    const factor = Math.max(1, (available - extra) / wanted)
    const each = columns.map((column) => Math.floor(column.width * factor))
    return { columns: each, total: each.reduce((sum, width) => sum + width, extra) }
  }, [columns, available, selectable])
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value))
}

import { useRef, useState } from 'react'
import classes from './data-table.module.css'
import type { Column } from './data-table.tsx'

/** How a cell is changed in place: the text it starts with, and what keeps it. A promise that fails puts the old text back. */
export type CellEdit<Row> = {
  value: (row: Row) => string
  save: (row: Row, value: string) => Promise<unknown>
  options?: readonly { value: string; label: string }[]
}

type Props = {
  id: string
  column: Column<unknown>
  row: unknown
  width: number
  active: boolean
  editing: boolean
  onOpen: () => void
  onEdit: () => void
  onDone: () => void
}

export function Cell({ id, column, row, width, active, editing, onOpen, onEdit, onDone }: Props) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: the grid is the one tab stop
    <div
      id={id}
      role="gridcell"
      className={classes.cell}
      style={{ width }}
      data-end={column.end || undefined}
      data-active={active || undefined}
      onClick={editing ? undefined : onOpen}
      onDoubleClick={column.edit === undefined || editing ? undefined : onEdit}
    >
      {editing && column.edit !== undefined ? (
        <Editor edit={column.edit} row={row} label={column.header} onDone={onDone} />
      ) : (
        <span>{column.cell(row)}</span>
      )}
    </div>
  )
}

function Editor({ edit, row, label, onDone }: { edit: CellEdit<unknown>; row: unknown; label: string; onDone: () => void }) {
  const before = edit.value(row)
  const [value, setValue] = useState(before)
  const isOver = useRef(false)
  // whoever is done loses the focus, which must neither keep the text a second time nor keep what was given up
  const end = (next: string) => {
    if (isOver.current) return
    isOver.current = true
    if (next !== before) edit.save(row, next).catch(() => undefined)
    onDone()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    event.stopPropagation()
    if (event.key === 'Enter') end(value)
    if (event.key === 'Escape') end(before)
  }
  const focus = (element: HTMLInputElement | HTMLSelectElement | null) => element?.focus({ preventScroll: true })
  if (edit.options !== undefined)
    return (
      <select
        ref={focus}
        className={classes.edit}
        aria-label={label}
        value={value}
        onKeyDown={onKeyDown}
        onBlur={() => end(before)}
        onChange={(event) => end(event.currentTarget.value)}
      >
        {edit.options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    )
  return (
    <input
      ref={focus}
      className={classes.edit}
      aria-label={label}
      value={value}
      onKeyDown={onKeyDown}
      onBlur={() => end(value)}
      onChange={(event) => setValue(event.currentTarget.value)}
    />
  )
}

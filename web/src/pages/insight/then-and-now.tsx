import { SideCard } from './ground.tsx'
import classes from './insight.module.css'

type Props = { label: string; columns: readonly string[]; rows: readonly { label: string; values: readonly string[] }[]; note: string }

/** The map as a whole in several states, at the side, and how far the comparison can be relied on. */
export function ThenAndNow({ label, columns, rows, note }: Props) {
  return (
    <SideCard label={label}>
      <table className={classes.thenAndNow}>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              {row.values.map((value, k) => (
                <td key={columns[k]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.note}>{note}</p>
    </SideCard>
  )
}

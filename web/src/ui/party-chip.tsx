import { Link, type To } from 'react-router'
import { KindShape } from './kind-shape.tsx'
import type { Kind } from './kinds.ts'
import classes from './pieces.module.css'

type Props = {
  name: string
  kind?: Kind | undefined
  /** The sector or the place, in small. */
  detail?: string | null | undefined
  to?: To
}

/** An organisation named in a line of text or a list: shape of its first kind, name, sector. */
export function PartyChip({ name, kind, detail, to }: Props) {
  const inside = (
    <>
      <KindShape kind={kind} size={13} />
      <span className={classes.chipName}>{name}</span>
      {detail !== undefined && detail !== null && detail !== '' && <span className={classes.chipDetail}>{detail}</span>}
    </>
  )
  if (to === undefined) return <span className={classes.chip}>{inside}</span>
  return (
    <Link to={to} className={classes.chip}>
      {inside}
    </Link>
  )
}

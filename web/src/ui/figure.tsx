import type { ReactNode } from 'react'
import { Link } from 'react-router'
import classes from './pieces.module.css'

type Props = {
  label: string
  /** Already written for the reader: `formats.number(…)`, `formats.money(…)`. */
  value: string
  /** "+3 since last month"; `tone` says whether that is good. */
  change?: { text: string; tone?: 'good' | 'bad' | 'neutral' }
  target?: string
  /** Values in time order, drawn as a small line. */
  trend?: readonly number[]
  /** Every number opens: an address, or what to do on a click. */
  opens: string | (() => void)
}

/** A big number with its change, target and trend, which opens to where it comes from. */
export function Figure({ label, value, change, target, trend, opens }: Props) {
  const inside = (
    <>
      <div className={classes.figureLabel}>{label}</div>
      <div className={classes.figureRow}>
        <span className={classes.figureValue}>{value}</span>
        {trend !== undefined && trend.length > 1 && <Sparkline values={trend} />}
      </div>
      {(change !== undefined || target !== undefined) && (
        <div className={classes.figureNote} data-tone={change?.tone}>
          {[change?.text, target].filter(Boolean).join(' · ')}
        </div>
      )}
    </>
  )
  return <Opening opens={opens}>{inside}</Opening>
}

function Opening({ opens, children }: { opens: string | (() => void); children: ReactNode }) {
  const className = `tutti-card ${classes.figure}`
  if (typeof opens === 'string')
    return (
      <Link to={opens} className={className}>
        {children}
      </Link>
    )
  return (
    <button type="button" onClick={opens} className={className}>
      {children}
    </button>
  )
}

const WIDTH = 88
const HEIGHT = 28

/** A line without axes: the course of a value, decoration beside the number that says it. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const points = values.map((value, index) => {
    const x = 2 + (index * (WIDTH - 4)) / (values.length - 1)
    const y = HEIGHT - 3 - ((value - low) / span) * (HEIGHT - 6)
    return [x, y] as const
  })
  const [lastX, lastY] = points.at(-1) ?? [0, 0]
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
      <polyline
        points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
        fill="none"
        stroke="var(--tutti-accent)"
        strokeWidth="1.75"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={lastX} cy={lastY} r="2.5" fill="var(--tutti-accent)" />
    </svg>
  )
}

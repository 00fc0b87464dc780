import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { type Change, heightsOf, isoOf } from './changes.ts'
import timeClasses from './time.module.css'

const WIDTH = 1000
const LINE = 18
const ABOVE = 16
const BELOW = 8
const THINNEST = 6

/** Small bars above the slider, where something came, and below the line, where something went; as a list for those who do not see them. */
export function TimeMarks({ changes, first, last }: { changes: readonly Change[]; first: number; last: number }) {
  const { t } = useTranslation()
  const say = useChangeText()
  const heights = heightsOf(changes)
  const at = (day: number) => ((day - first) / Math.max(1, last - first)) * WIDTH
  return (
    <>
      <svg className={timeClasses.timeMarks} viewBox={`0 0 ${WIDTH} ${LINE + BELOW}`} preserveAspectRatio="none" aria-hidden="true">
        {changes.map((change, index) => {
          const width = Math.max(THINNEST, at(change.to) - at(change.from))
          const x = (at(change.from) + at(change.to) - width) / 2
          const { came, went } = heights[index]!
          return (
            <g key={change.from}>
              <title>{say(change)}</title>
              <rect x={x} y={LINE - came * ABOVE} width={width} height={came * ABOVE} />
              <rect x={x} y={LINE + 1} width={width} height={went * (BELOW - 1)} data-went />
            </g>
          )
        })}
      </svg>
      <ul className="tutti-visually-hidden" aria-label={t('map.time.changes')}>
        {changes.map((change) => (
          <li key={change.from}>{say(change)}</li>
        ))}
      </ul>
    </>
  )
}

/** A change in words: "4 Mar 2026: 3 organisations came, 1 tie went". */
export function useChangeText(): (change: Change) => string {
  const { t } = useTranslation()
  const { date } = useFormats()
  return (change) => {
    const days = change.from === change.to ? date(isoOf(change.from)) : `${date(isoOf(change.from))} – ${date(isoOf(change.to))}`
    const parts = (['partiesCame', 'partiesWent', 'tiesCame', 'tiesWent'] as const)
      .filter((part) => change[part] > 0)
      .map((part) => t(`map.time.${part}`, { count: change[part] }))
    return `${days}: ${parts.join(', ')}`
  }
}

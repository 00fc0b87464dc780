import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../ui/format.ts'
import type { Comparison } from './queries.ts'

export type Whole = Comparison['after']

/** The figures of a whole map, each with its name and how it is written. */
export function useWhole(): { key: string; label: string; say: (whole: Whole) => string }[] {
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  const row = (key: 'parties' | 'ties' | 'pieces' | 'largest' | 'fragmentation' | 'efficiency', say: (whole: Whole) => string) => ({
    key,
    label: t(`scenarios.whole.${key}`),
    say,
  })
  return [
    row('parties', ({ parties }) => number(parties)),
    row('ties', ({ ties }) => number(ties)),
    row('pieces', ({ pieces }) => number(pieces)),
    row('largest', ({ largest }) => percent(largest)),
    row('fragmentation', ({ fragmentation }) => percent(fragmentation)),
    row('efficiency', ({ efficiency }) => (efficiency === null ? '–' : percent(efficiency))),
  ]
}

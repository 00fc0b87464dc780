import { SegmentedControl, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { dayIn } from '../../ui/format.ts'
import asking from './asking.module.css'
import { STRETCHES, type Stretch, type StretchName } from './stretch.ts'

/** Chooses what the map is compared with; the choice stands in the address, so that it can be sent on. */
export function StretchForm({ stretch }: { stretch: Stretch }) {
  const { t } = useTranslation()
  const { timeZone } = useEcosystem()
  const [, setQuery] = useSearchParams()
  const choose = (name: StretchName) =>
    setQuery(name === 'own' ? { since: stretch.since, ...(stretch.until !== '' && { until: stretch.until }) } : { over: name })
  const change = (days: { since?: string; until?: string }) => {
    const { since, until } = { ...stretch, ...days }
    if (since !== '') setQuery({ since, ...(until !== '' && { until }) })
  }
  const day = (end: 'since' | 'until') => ({
    type: 'date' as const,
    label: t(`changes.${end}`),
    value: stretch[end],
    max: dayIn(timeZone),
    onChange: (event: { currentTarget: { value: string } }) => change({ [end]: event.currentTarget.value }),
  })
  return (
    <div className={asking.stretch}>
      <SegmentedControl
        aria-label={t('changes.stretch')}
        data={STRETCHES.map((value) => ({ value, label: t(`changes.stretches.${value}`) }))}
        value={stretch.name}
        onChange={(value) => choose(value as StretchName)}
        className={asking.stretches ?? ''}
      />
      {stretch.name === 'own' && (
        <div className={asking.days}>
          <TextInput {...day('since')} />
          <TextInput {...day('until')} />
        </div>
      )}
    </div>
  )
}

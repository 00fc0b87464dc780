import { Button, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './plan.module.css'
import type { PlanLine } from './plan-queries.ts'
import type { Totals } from './queries.ts'
import { useMoneyWords } from './use-words.ts'

type Props = { totals: Totals; asset: string; known: readonly PlanLine[]; onAdd: (line: string) => void }

/** Chooses what else to plan for: the purposes there are accounts for. */
export function AddLine({ totals, asset, known, onAdd }: Props) {
  const { t } = useTranslation()
  const { purpose: nameOf } = useMoneyWords()
  const [purpose, setPurpose] = useState<string | null>(null)
  const [way, setWay] = useState('in')
  const purposes = [...new Set(totals.items.filter((one) => one.asset === asset).map((one) => one.purpose))]
  const isKnown = known.some((line) => line.way === way && line.subject === `purpose:${purpose}`)
  if (purposes.length === 0) return null
  return (
    <section className={`tutti-card ${classes.add}`} aria-label={t('money.plan.add')}>
      <Select
        label={t('money.plan.add')}
        placeholder={t('money.plan.choose')}
        data={purposes.map((value) => ({ value, label: nameOf(value) }))}
        value={purpose}
        onChange={setPurpose}
        searchable
      />
      <SegmentedControl
        aria-label={t('money.plan.way')}
        data={(['in', 'out'] as const).map((value) => ({ value, label: t(`money.plan.ways.${value}`) }))}
        value={way}
        onChange={setWay}
      />
      <Button
        variant="default"
        disabled={purpose === null || isKnown}
        onClick={() => {
          onAdd(`${way} purpose:${purpose}`)
          setPurpose(null)
        }}
      >
        {t('money.plan.addButton')}
      </Button>
    </section>
  )
}

import { Button, Modal, Select, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import money from './money.module.css'
import { type PlanLine, usePlanHistory } from './plan-queries.ts'
import { useMoneyWords } from './use-words.ts'

/** What was planned before: for one month, with who and when. */
export function PlanPast({ line, asset, scale }: { line: PlanLine; asset: string; scale: number }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('money.plan.past.open')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('money.plan.past.title')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <Past line={line} asset={asset} scale={scale} />
      </Modal>
    </>
  )
}

function Past({ line, asset, scale }: { line: PlanLine; asset: string; scale: number }) {
  const { t, i18n } = useTranslation()
  const { amount, dateTime } = useMoneyWords()
  const planned = line.months.filter((month) => month.planned !== null)
  const [month, setMonth] = useState(planned[0]?.month ?? line.months[0]!.month)
  const history = usePlanHistory({ subject: line.subject, way: line.way, month, asset })
  const format = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return (
    <div className={money.stack}>
      <Select
        label={t('money.plan.csv.month')}
        data={line.months.map((one) => ({ value: one.month, label: format.format(new Date(`${one.month}-01T00:00Z`)) }))}
        value={month}
        allowDeselect={false}
        onChange={(value) => value !== null && setMonth(value)}
      />
      {history.isPending && <Skeleton height={80} aria-hidden="true" />}
      {history.isError && <Failure error={history.error} again={() => history.refetch()} />}
      {history.data?.length === 0 && <p className={money.quiet}>{t('money.plan.past.none')}</p>}
      <ul className={money.list}>
        {history.data?.map((item) => (
          <li key={item.plannedAt} className={money.row}>
            <span>{item.amount === null ? t('money.plan.past.nothing') : amount(item.amount, asset, scale)}</span>
            <small className={money.quiet}>
              {t('money.plan.past.by', { name: item.plannedBy ?? t('money.erased'), moment: dateTime(item.plannedAt) })}
            </small>
          </li>
        ))}
      </ul>
    </div>
  )
}

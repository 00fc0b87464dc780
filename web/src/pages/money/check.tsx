import { Button, Skeleton } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import classes from './money.module.css'
import { useCheck } from './queries.ts'
import { ToMoney } from './to-money.tsx'
import { useMoneyWords } from './use-words.ts'

/** Whether the books are sound: each rule in words, and the first row that breaks it. */
export function Component() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  if (mayWrite) return <Check />
  return (
    <PageFrame>
      <PageHead title={t('money.check.title')} answer={t('money.check.coordinatorsOnly')} action={<ToMoney />} />
    </PageFrame>
  )
}

function Check() {
  const { t } = useTranslation()
  const { number, dateTime } = useMoneyWords()
  const check = useCheck()
  const { data } = check
  const wrong = data?.checks.filter(({ wrong }) => wrong !== null).length ?? 0
  const entries = data?.entries ?? 0
  const said = data?.isSound
    ? t('money.check.sound', { count: entries, number: number(entries), rules: data.checks.length })
    : t('money.check.broken', { count: wrong })
  return (
    <PageFrame>
      <PageHead title={t('money.check.title')} answer={data ? said : t('money.check.why')} action={<ToMoney />} />
      {check.isPending && <Skeleton height={400} aria-hidden="true" />}
      {check.isError && <Failure error={check.error} again={() => check.refetch()} />}
      {data && (
        <section className={`tutti-card ${classes.part}`}>
          <ul className={classes.checks}>
            {data.checks.map(({ key, wrong }) => (
              <li key={key} data-wrong={wrong !== null || undefined}>
                {wrong === null ? <IconCircleCheck size={20} aria-hidden="true" /> : <IconCircleX size={20} aria-hidden="true" />}
                <span>
                  {t(`money.check.rules.${key}`)}
                  {wrong === null ? (
                    <span className="tutti-visually-hidden">{t('money.check.holds')}</span>
                  ) : (
                    <small>{t('money.check.first')}</small>
                  )}
                  {wrong !== null && <code>{wrong}</code>}
                </span>
              </li>
            ))}
          </ul>
          <div className={classes.foot}>
            <Button variant="default" loading={check.isFetching} onClick={() => check.refetch()}>
              {t('money.check.again')}
            </Button>
            <p className={classes.quiet}>{t('money.check.asOf', { moment: dateTime(check.dataUpdatedAt) })}</p>
          </div>
        </section>
      )}
      <p className={`${classes.quiet} ${classes.below}`}>
        {t('money.check.operators')} <code>npm run check:ledger</code>
      </p>
    </PageFrame>
  )
}

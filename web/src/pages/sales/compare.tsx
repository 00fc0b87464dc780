import { Button, Select, Skeleton, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { dayIn } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { monthBefore } from './asked.ts'
import { type Compared, useComparison, useRule } from './queries.ts'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

/** Two versions of a rule on the same sales, side by side: who would have got what. Nothing is booked. */
export function Component() {
  const { t } = useTranslation()
  const { id, timeZone } = useEcosystem()
  const { ruleId = '' } = useParams()
  const rule = useRule(ruleId)
  const [days, setDays] = useState(() => monthBefore(dayIn(timeZone)))
  const [chosen, setChosen] = useState<{ one?: string; other?: string }>({})
  const versions = rule.data?.versions ?? []
  const held = versions.find(({ number }) => number === rule.data?.inForce) ?? versions[0]
  const one = chosen.one ?? held?.id
  const other = chosen.other ?? (versions.find((version) => version.id !== one) ?? held)?.id
  const isAsked = one !== undefined && other !== undefined && days.from !== '' && days.until !== ''
  const compared = useComparison(isAsked ? { ruleId, one, other, ...days } : null)
  const data = versions.map(({ id: value, number, approvedAt }) => ({
    value,
    label: t(approvedAt === null ? 'sales.compare.draft' : 'sales.compare.version', { number }),
  }))
  const nameOf = (value: string | undefined) => data.find((option) => option.value === value)?.label ?? ''
  return (
    <PageFrame>
      <PageHead
        title={t('sales.compare.title')}
        answer={t('sales.compare.why')}
        action={
          <Button component={Link} to={paths.sharingRule(id, ruleId)} variant="default">
            {t('sales.compare.toRule')}
          </Button>
        }
      />
      {rule.isError && <Failure error={rule.error} again={() => rule.refetch()} />}
      {rule.isPending && <Skeleton height={200} aria-hidden="true" />}
      {rule.data && (
        <section className={`tutti-card ${classes.part}`}>
          <h2>{rule.data.name}</h2>
          <div className={classes.filters}>
            <Select
              label={t('sales.compare.one')}
              data={data}
              value={one ?? null}
              allowDeselect={false}
              onChange={(value) => value && setChosen({ ...chosen, one: value })}
            />
            <Select
              label={t('sales.compare.other')}
              data={data}
              value={other ?? null}
              allowDeselect={false}
              onChange={(value) => value && setChosen({ ...chosen, other: value })}
            />
            <TextInput
              type="date"
              label={t('sales.from')}
              value={days.from}
              onChange={(event) => setDays({ ...days, from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={t('sales.until')}
              value={days.until}
              onChange={(event) => setDays({ ...days, until: event.currentTarget.value })}
            />
          </div>
          {compared.isError && <Failure error={compared.error} />}
          {compared.data && !compared.isError && <Difference compared={compared.data} names={[nameOf(one), nameOf(other)]} />}
        </section>
      )}
    </PageFrame>
  )
}

function Difference({ compared, names }: { compared: Compared; names: [string, string] }) {
  const { t } = useTranslation()
  const { amount } = useAmounts(compared.asset)
  const signed = (difference: string) => (difference === '0' ? '–' : `${difference.startsWith('-') ? '' : '+'}${amount(difference)}`)
  if (compared.sales === 0 && compared.left === 0)
    return (
      <p className={classes.sum} role="status">
        {t('sales.compare.none')}
      </p>
    )
  const rows = [...compared.recipients, { recipient: '', name: t('sales.compare.total'), ...compared.source }]
  return (
    <>
      <p className={classes.sum} role="status">
        {t('sales.compare.sales', { count: compared.sales })} {compared.left > 0 && t('sales.compare.left', { count: compared.left })}{' '}
        {!compared.isAll && t('sales.compare.notAll')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section className={classes.scroll} aria-label={t('sales.compare.table')} tabIndex={0}>
        <table className={classes.table}>
          <caption>{t('sales.compare.table')}</caption>
          <thead>
            <tr>
              <td />
              {[...names, t('sales.compare.difference')].map((name, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: both can be the same version
                <th key={place} scope="col" className={classes.right}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ recipient, name, one, other, difference }) => (
              <tr key={recipient}>
                <th scope="row">{name}</th>
                <td className={classes.right}>{amount(one)}</td>
                <td className={classes.right}>{amount(other)}</td>
                <td className={classes.right}>{signed(difference)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

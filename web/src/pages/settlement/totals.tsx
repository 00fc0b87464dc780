import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import type { Total } from './queries.ts'
import classes from './settlement.module.css'

/** The sums of a settlement, for each asset: what was owed, what is paid, what is carried forward. */
export function Totals({ totals }: { totals: readonly Total[] }) {
  const { t } = useTranslation()
  const { amount } = useFormats()
  return totals.map(({ asset, scale, ...total }) => {
    const show = (minor: string) => amount(minor, { asset, scale })
    return (
      <dl key={asset} className={classes.totals}>
        <div>
          <dt>{t('settlement.total.closing')}</dt>
          <dd>{show(total.closing)}</dd>
          <dd className={classes.quiet}>
            {t('settlement.total.movement', {
              opening: show(total.opening),
              incoming: show(total.incoming),
              outgoing: show(total.outgoing),
            })}
          </dd>
        </div>
        <div>
          <dt>{t('settlement.total.pays')}</dt>
          <dd>{show(total.pays)}</dd>
          <dd className={classes.quiet}>{t('settlement.total.payouts', { count: total.payouts })}</dd>
        </div>
        <div>
          <dt>{t('settlement.total.carried')}</dt>
          <dd>{show(total.carried)}</dd>
          {total.owing !== '0' && <dd className={classes.quiet}>{t('settlement.total.owing', { amount: show(total.owing) })}</dd>}
          {total.lateEntries > 0 && <dd className={classes.quiet}>{t('settlement.total.late', { count: total.lateEntries })}</dd>}
        </div>
      </dl>
    )
  })
}

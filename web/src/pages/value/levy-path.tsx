import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { useOrigins, usePurposeName } from './budget-queries.ts'
import { Listed, Part, Rows } from './pieces.tsx'
import classes from './value.module.css'

/** The way back of what a project got: over the pot it came from to the sales that filled it, to the cent. */
export function LevyPath({ id }: { id: string }) {
  const { t } = useTranslation()
  const { date, amount } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const nameOf = usePurposeName()
  const origins = useOrigins(id)
  const first = origins.data?.pages[0]
  const payment = first?.payment
  const items = origins.data?.pages.flatMap((page) => page.items) ?? []
  const shown = (minor: string) => (payment ? amount(minor, payment) : '')
  return (
    <PageFrame>
      <Link to={paths.value(ecosystemId, 'levies')} className={classes.back ?? ''}>
        {t('value.levies.title')}
      </Link>
      <PageHead
        title={payment?.what ?? t('value.levies.title')}
        answer={
          payment &&
          t('value.levies.answer', {
            amount: shown(payment.amount),
            to: payment.toPurpose === null ? (payment.to?.name ?? t('value.somebody')) : nameOf(payment.toPurpose),
            from: nameOf(payment.purpose),
            on: date(payment.day),
          })
        }
      />
      <Part title={t('value.levies.origins', { count: first?.total ?? 0 })} why={t('value.levies.rule')}>
        <Listed query={origins}>
          <Rows
            label={t('value.levies.origins', { count: first?.total ?? 0 })}
            rows={items.map((origin) => ({
              key: origin.transactionId,
              what:
                origin.kind === 'levy'
                  ? t('value.levies.fromFund')
                  : origin.sale === null
                    ? t('value.levies.other')
                    : t('value.levies.sale', { reference: origin.reference ?? date(origin.day) }),
              ...(origin.kind === 'levy' && { to: paths.value(ecosystemId, 'levies', origin.transactionId) }),
              ...(origin.sale !== null && { to: paths.sale(ecosystemId, origin.sale) }),
              note: [
                date(origin.day),
                t('value.levies.share', { share: shown(origin.share) }),
                ...(origin.exact?.includes('/') ? [t('value.levies.exact', { exact: origin.exact })] : []),
              ].join(' · '),
              amount: shown(origin.used),
            }))}
          />
          {first && first.uncovered !== '0' && (
            <p className={classes.quiet}>{t('value.levies.uncovered', { amount: shown(first.uncovered) })}</p>
          )}
        </Listed>
      </Part>
    </PageFrame>
  )
}

import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { Listed, Rows } from './pieces.tsx'
import type { Move } from './queries.ts'
import classes from './value.module.css'

type Props = {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Move[]; nextCursor: string | null }>>
  unit: { name: string; scale: number }
}

/** What came and what went, the last first, with what was there afterwards. */
export function Moves({ query, unit }: Props) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { quantity } = useFormats()
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const said = ({ kind, amount, party, text }: Move) => {
    if (kind === 'points.expired') return t('value.ranOut')
    const isOut = amount.startsWith('-')
    const name = party?.name ?? (party === null ? undefined : t('value.somebody'))
    const whom = name === undefined ? t(isOut ? 'value.went' : 'value.came') : t(isOut ? 'value.wentTo' : 'value.cameFrom', { name })
    return text === null ? whom : `${whom}: ${text}`
  }
  return (
    <Listed query={query}>
      {items.length === 0 && <p className={classes.quiet}>{t('value.nothingMoved')}</p>}
      <Rows
        label={t('value.moves')}
        rows={items.map((move) => ({
          key: `${move.transactionId}${move.amount}`,
          what: said(move),
          note: t('value.after', { on: dateTime(move.on), balance: quantity(move.balanceAfter, unit) }),
          amount: quantity(move.amount, unit),
        }))}
      />
    </Listed>
  )
}

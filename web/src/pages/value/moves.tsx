import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { Listed, Rows } from './pieces.tsx'
import type { Move } from './queries.ts'
import { TakeBack } from './take-back.tsx'
import classes from './value.module.css'

type Props = {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Move[]; nextCursor: string | null }>>
  unit: { name: string; scale: number }
  area: 'credit' | 'points'
  takeBack: (transactionId: string) => (ecosystemId: string, reason: string) => Promise<unknown>
}

/** What came and what went, the last first, with what was there afterwards. */
export function Moves({ query, unit, area, takeBack }: Props) {
  const { t } = useTranslation()
  const { dateTime, quantity } = useFormats()
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const said = ({ kind, amount, party, text, undoes }: Move) => {
    if (kind === 'points.expired') return t('value.ranOut')
    // what takes something back moves the other way
    const isOut = amount.startsWith('-') === (undoes === null)
    const name = party?.name ?? (party === null ? undefined : t('value.somebody'))
    const whom = name === undefined ? t(isOut ? 'value.went' : 'value.came') : t(isOut ? 'value.wentTo' : 'value.cameFrom', { name })
    return text === null ? whom : `${whom}: ${text}`
  }
  const noteOf = ({ on, balanceAfter, undoes, takenBack }: Move) => {
    const after = t('value.after', { on: dateTime(on), balance: quantity(balanceAfter, unit) })
    if (takenBack !== null) return `${after} · ${t('value.takeBack.was')}`
    return undoes?.reason ? `${after} · ${undoes.reason}` : after
  }
  return (
    <Listed query={query}>
      {items.length === 0 && <p className={classes.quiet}>{t('value.nothingMoved')}</p>}
      <Rows
        label={t('value.moves')}
        rows={items.map((move) => ({
          key: `${move.transactionId}${move.amount}`,
          what: move.undoes === null ? said(move) : t('value.takeBack.undone', { what: said(move) }),
          note: noteOf(move),
          amount: quantity(move.amount, unit),
          ...(move.mayTakeBack && {
            action: (
              <TakeBack
                area={area}
                what={`${said(move)} · ${quantity(move.amount, unit)}`}
                why={t(`value.${area}.takeBackWhy`)}
                send={takeBack(move.transactionId)}
              />
            ),
          }),
        }))}
      />
    </Listed>
  )
}

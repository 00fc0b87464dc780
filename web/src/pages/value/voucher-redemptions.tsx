import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { Listed, Part, Rows } from './pieces.tsx'
import { TakeBack } from './take-back.tsx'
import { takeBackRedemption, useRedemptions } from './voucher-queries.ts'

/** What was redeemed, everywhere or at the own organisation, and the way back for what was typed wrongly. */
export function Redemptions() {
  const { t } = useTranslation()
  const { money, dateTime } = useFormats()
  const redemptions = useRedemptions()
  const items = redemptions.data?.pages.flatMap((page) => page.items) ?? []
  if (redemptions.isSuccess && items.length === 0) return null
  return (
    <Part title={t('value.vouchers.redemptions')}>
      <Listed query={redemptions}>
        <Rows
          label={t('value.vouchers.redemptions')}
          rows={items.map(({ transactionId, on, party, money: currency, amount, reference, takenBack, mayTakeBack }) => {
            const what = party.name ?? t('value.somebody')
            return {
              key: transactionId,
              what,
              note: [dateTime(on), reference, takenBack !== null && t('value.takeBack.wasFor', { reason: takenBack })]
                .filter(Boolean)
                .join(' · '),
              amount: money(amount, currency),
              ...(mayTakeBack && {
                action: (
                  <TakeBack
                    area="vouchers"
                    what={`${what} · ${money(amount, currency)}`}
                    why={t('value.vouchers.takeBackWhy')}
                    send={takeBackRedemption(transactionId)}
                  />
                ),
              }),
            }
          })}
        />
      </Listed>
    </Part>
  )
}

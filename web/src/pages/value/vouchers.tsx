import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { BackToKinds, Listed, Part, Rows } from './pieces.tsx'
import classes from './value.module.css'
import { CodeDialog, SellDialog, VoucherDialog } from './voucher-dialogs.tsx'
import { useVouchers, type VoucherCode } from './voucher-queries.ts'
import { RedeemVoucher } from './voucher-redeem.tsx'
import { Redemptions } from './voucher-redemptions.tsx'

/** Vouchers: redeemed by whoever speaks for an organisation, sold and looked after by coordinators. */
export default function Vouchers() {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  const { hash } = useLocation()
  const mayWrite = useMayWrite()
  const [isSelling, setSelling] = useState(false)
  const [made, setMade] = useState<VoucherCode>()
  return (
    <PageFrame>
      <BackToKinds />
      <PageHead
        title={t('value.vouchers.title')}
        answer={mayWrite ? <Outstanding /> : t(role === 'viewer' ? 'value.notForGuests' : 'value.vouchers.short')}
        action={mayWrite && <Button onClick={() => setSelling(true)}>{t('value.vouchers.sell')}</Button>}
      />
      <div className={classes.stack}>
        {role !== 'viewer' && <RedeemVoucher key={hash} />}
        {mayWrite && <Sold />}
        {role !== 'viewer' && <Redemptions />}
      </div>
      {isSelling && (
        <SellDialog
          onEnd={() => setSelling(false)}
          onSold={(code) => {
            setSelling(false)
            setMade(code)
          }}
        />
      )}
      {made && <CodeDialog made={made} onEnd={() => setMade(undefined)} />}
    </PageFrame>
  )
}

function Outstanding() {
  const { t } = useTranslation()
  const { money, list } = useFormats()
  const vouchers = useVouchers()
  const sold = (vouchers.data?.pages[0]?.sold ?? []).filter(({ left }) => left !== '0')
  if (sold.length === 0) return t('value.vouchers.nothingLeft')
  return t('value.vouchers.leftTogether', { amounts: list(sold.map(({ left, money: currency }) => money(left, currency))) })
}

function Sold() {
  const { t } = useTranslation()
  const { money, date } = useFormats()
  const vouchers = useVouchers()
  const [openId, setOpen] = useState<string>()
  const items = vouchers.data?.pages.flatMap((page) => page.items) ?? []
  if (vouchers.isSuccess && items.length === 0) {
    return (
      <EmptyState title={t('value.vouchers.empty.title')} why={t('value.vouchers.empty.why')} example={t('value.vouchers.empty.example')} />
    )
  }
  return (
    <Part title={t('value.vouchers.sold')}>
      <Listed query={vouchers}>
        <Rows
          label={t('value.vouchers.sold')}
          rows={items.map(({ id, money: currency, value, left, state, soldOn, expiresOn, note }) => ({
            key: id,
            what: note ?? t('value.vouchers.one', { amount: money(value, currency) }),
            note: t('value.vouchers.line', { value: money(value, currency), sold: date(soldOn), until: date(expiresOn) }),
            amount:
              state === 'open' ? t('value.vouchers.stillLeft', { amount: money(left, currency) }) : t(`value.vouchers.state.${state}`),
            opens: () => setOpen(id),
          }))}
        />
      </Listed>
      {openId !== undefined && <VoucherDialog id={openId} onEnd={() => setOpen(undefined)} />}
    </Part>
  )
}

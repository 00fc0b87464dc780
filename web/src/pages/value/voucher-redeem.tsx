import { Button, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { digitsOf } from '../../data/offers.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { bookable } from './amounts.ts'
import { AmountInput, Part, SendForm } from './pieces.tsx'
import classes from './value.module.css'
import { type HeldVoucher, useLookUp, useRedemption } from './voucher-queries.ts'

/** First what is left on it, then how much of it is redeemed. The code comes from paper, or from the page that its QR code leads to. */
export function RedeemVoucher() {
  const { t } = useTranslation()
  const { hash } = useLocation()
  const [code, setCode] = useState(decodeURIComponent(hash.slice(1)))
  const lookUp = useLookUp()
  const { mutate } = lookUp
  // who came by the QR code has typed nothing, and need not press twice
  useEffect(() => {
    if (hash.length > 1) mutate(decodeURIComponent(hash.slice(1)))
  }, [hash, mutate])
  return (
    <Part title={t('value.vouchers.redeem')} why={t('value.vouchers.redeemWhy')}>
      <form
        className={classes.lookUp}
        onSubmit={(event) => {
          event.preventDefault()
          mutate(code)
        }}
      >
        <TextInput
          label={t('value.vouchers.code')}
          placeholder="ABCD-EFGH-JKMN-PQRS-TVWX"
          autoComplete="off"
          value={code}
          maxLength={500}
          onChange={(event) => {
            setCode(event.currentTarget.value)
            lookUp.reset()
          }}
        />
        <Button type="submit" variant={lookUp.isSuccess ? 'default' : 'filled'} loading={lookUp.isPending} disabled={code.trim() === ''}>
          {t('value.vouchers.look')}
        </Button>
      </form>
      {lookUp.isError && <Failure error={lookUp.error} doing="writing" />}
      {lookUp.data && (
        <Found
          voucher={lookUp.data}
          code={code}
          onDone={() => {
            setCode('')
            lookUp.reset()
          }}
        />
      )}
    </Part>
  )
}

function Found({ voucher, code, onDone }: { voucher: HeldVoucher; code: string; onDone: () => void }) {
  const { t } = useTranslation()
  const { money, date } = useFormats()
  const { partyId: own } = useEcosystem()
  const mayWrite = useMayWrite()
  const redemption = useRedemption()
  const [typed, setTyped] = useState('')
  const [reference, setReference] = useState('')
  const [partyId, setParty] = useState<string | null>(own)
  const amount = bookable(typed, digitsOf(voucher.money))
  const left = money(voucher.left, voucher.money)
  const isOpen = voucher.state === 'open'
  const send = () => {
    if (amount === null || partyId === null) return
    redemption.mutate(
      { code, partyId, amount, ...(reference.trim() !== '' && { reference: reference.trim() }) },
      {
        onSuccess: (done) => {
          const words = { amount: money(done.amount, done.money), left: money(done.left, done.money) }
          showDone(t('value.vouchers.redeemed', words))
          onDone()
        },
      },
    )
  }
  return (
    <>
      <p className={classes.big} role="status">
        {isOpen ? t('value.vouchers.stillLeft', { amount: left }) : t(`value.vouchers.state.${voucher.state}`)}
      </p>
      <p className={classes.quiet}>
        {t('value.vouchers.worth', { value: money(voucher.value, voucher.money), until: date(voucher.expiresOn) })}
      </p>
      {isOpen && (
        <SendForm action={t('value.vouchers.redeemNow')} isReady={amount !== null && partyId !== null} onSend={send} sending={redemption}>
          <AmountInput label={t('value.vouchers.howMuch')} unit={voucher.money} value={typed} onChange={setTyped} />
          {mayWrite && <PartyPicker label={t('value.vouchers.where')} value={partyId} onChange={setParty} />}
          <TextInput
            label={t('value.vouchers.reference')}
            value={reference}
            maxLength={100}
            onChange={(event) => setReference(event.currentTarget.value)}
          />
        </SendForm>
      )}
    </>
  )
}

import { Button, Group, Modal, Select, Skeleton, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { Ask } from '../../ui/ask.tsx'
import { dayIn, useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { bookable } from './amounts.ts'
import { useFunds, usePurposeName } from './budget-queries.ts'
import { AmountInput, Rows } from './pieces.tsx'
import { TakeBack } from './take-back.tsx'
import classes from './value.module.css'
import {
  takeBackRedemption,
  useNewCode,
  useSale,
  useVoucher,
  useWithdrawal,
  type VoucherCode,
  type VoucherHistory,
} from './voucher-queries.ts'

const MONEY = 'EUR'
const DIGITS = 2
/** Until the end of the third year after this one, as the law of limitation has it in Germany. */
const YEARS = 3

/** Sells one: for how much, who took the money, until when, and what becomes of the rest. */
export function SellDialog({ onEnd, onSold }: { onEnd: () => void; onSold: (made: VoucherCode) => void }) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useEcosystem()
  const sale = useSale()
  const [typed, setTyped] = useState('')
  const [collectedBy, setCollector] = useState<string | null>(null)
  const [expiresOn, setExpires] = useState(() => `${Number(dayIn(timeZone).slice(0, 4)) + YEARS}-12-31`)
  const [rest, setRest] = useState<'seller' | 'fund'>('seller')
  const [fund, setFund] = useState('')
  const [note, setNote] = useState('')
  const nameOf = usePurposeName()
  const pots = (useFunds().data?.pages.flatMap((page) => page.items) ?? []).filter(({ asset }) => asset === MONEY)
  const value = bookable(typed, DIGITS)
  const errors = fieldErrors(t, i18n.language, sale.error)
  const restTo = rest === 'seller' ? 'seller' : fund.trim()
  return (
    <FormDialog
      title={t('value.vouchers.sell')}
      action={t('value.vouchers.sellNow')}
      onSend={() =>
        value !== null &&
        sale.mutate({ value, money: MONEY, collectedBy, expiresOn, restTo, note: note.trim() || null }, { onSuccess: onSold })
      }
      isSending={sale.isPending}
      maySend={value !== null && expiresOn !== '' && restTo !== ''}
      error={sale.error}
      onEnd={onEnd}
    >
      <AmountInput label={t('value.vouchers.value')} unit={MONEY} value={typed} onChange={setTyped} error={errors.value} />
      <PartyPicker label={t('value.vouchers.collector')} value={collectedBy} onChange={setCollector} clearable />
      <p className={classes.quiet}>{t('value.vouchers.collectorWhy')}</p>
      <TextInput
        type="date"
        label={t('value.vouchers.until')}
        value={expiresOn}
        error={errors.expiresOn}
        onChange={(event) => setExpires(event.currentTarget.value)}
      />
      <Select
        label={t('value.vouchers.rest')}
        data={(['seller', 'fund'] as const).map((each) => ({ value: each, label: t(`value.vouchers.restTo.${each}`) }))}
        value={rest}
        allowDeselect={false}
        onChange={(next) => setRest(next === 'fund' ? 'fund' : 'seller')}
      />
      {rest === 'fund' && (
        <Select
          label={t('value.purpose')}
          data={pots.map(({ purpose }) => ({ value: purpose.slice('fund:'.length), label: nameOf(purpose) }))}
          value={fund === '' ? null : fund}
          error={errors.restTo}
          nothingFoundMessage={t('value.noPots')}
          onChange={(next) => setFund(next ?? '')}
        />
      )}
      <TextInput label={t('value.vouchers.note')} value={note} maxLength={200} onChange={(event) => setNote(event.currentTarget.value)} />
    </FormDialog>
  )
}

/** The code of a voucher, this once: to print, to send, to read out. */
export function CodeDialog({ made, onEnd }: { made: VoucherCode; onEnd: () => void }) {
  const { t } = useTranslation()
  const { money } = useFormats()
  const { name } = useEcosystem()
  const amount = money(made.voucher.left, made.voucher.money)
  const words = { amount, ecosystem: name }
  return (
    <Modal opened onClose={onEnd} size="lg" title={t('value.vouchers.one', { amount })} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="sm">
        <p className={classes.quiet}>{t('value.vouchers.shownOnce')}</p>
        <p className={classes.code} data-testid="voucher-code">
          {made.code}
        </p>
        <Ask
          link={new URL(made.path, location.origin).href}
          title={t('value.vouchers.handOver.title', words)}
          message={t('value.vouchers.handOver.message', words)}
        />
      </Stack>
    </Modal>
  )
}

/** What became of a voucher, and a new code for one that was lost. */
export function VoucherDialog({ id, onEnd }: { id: string; onEnd: () => void }) {
  const { t } = useTranslation()
  const { money } = useFormats()
  const nameOf = usePurposeName()
  const voucher = useVoucher(id)
  const renewal = useNewCode()
  const withdrawal = useWithdrawal()
  const [made, setMade] = useState<VoucherCode>()
  if (made) return <CodeDialog made={made} onEnd={onEnd} />
  const known = voucher.data
  const title = known ? t('value.vouchers.one', { amount: money(known.voucher.value, known.voucher.money) }) : t('value.vouchers.title')
  return (
    <Modal opened onClose={onEnd} size="lg" title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <Stack gap="sm">
        {voucher.isPending && <Skeleton height={120} aria-hidden="true" />}
        {voucher.isError && <Failure error={voucher.error} again={() => voucher.refetch()} />}
        {known && (
          <>
            <p className={classes.quiet}>
              {known.voucher.restTo === 'seller'
                ? t('value.vouchers.restTold.seller')
                : t('value.vouchers.restTold.fund', { fund: nameOf(`fund:${known.voucher.restTo}`) })}
            </p>
            <Uses history={known} />
            {renewal.isError && <Failure error={renewal.error} />}
            {withdrawal.isError && <Failure error={withdrawal.error} />}
            {known.voucher.state === 'open' && (
              <>
                <p className={classes.quiet}>{t('value.vouchers.lost')}</p>
                <Group justify="flex-end" gap="xs">
                  <Button
                    variant="subtle"
                    color="gray"
                    loading={withdrawal.isPending}
                    onClick={() => withdrawal.mutate(id, { onSuccess: () => showDone(t('value.vouchers.withdrawn')) })}
                  >
                    {t('value.vouchers.withdraw')}
                  </Button>
                  <Button variant="default" loading={renewal.isPending} onClick={() => renewal.mutate(id, { onSuccess: setMade })}>
                    {t('value.vouchers.newCode')}
                  </Button>
                </Group>
              </>
            )}
          </>
        )}
      </Stack>
    </Modal>
  )
}

/** Everything that became of it, the last first. */
function Uses({ history: { voucher, uses } }: { history: VoucherHistory }) {
  const { t } = useTranslation()
  const { money, dateTime } = useFormats()
  const toldOf = ({ what, party }: VoucherHistory['uses'][number]) =>
    party === null ? t(`value.vouchers.what.${what}`) : t(`value.vouchers.what.${what === 'used' ? 'usedAt' : 'undoneAt'}`, { party })
  return (
    <Rows
      label={t('value.vouchers.history')}
      rows={uses.map((use) => ({
        key: use.transactionId,
        what: toldOf(use),
        note: [dateTime(use.on), use.reference, use.takenBack !== null && t('value.takeBack.wasFor', { reason: use.takenBack })]
          .filter(Boolean)
          .join(' · '),
        amount: money(use.amount, voucher.money),
        ...(use.mayTakeBack && {
          action: (
            <TakeBack
              area="vouchers"
              what={`${toldOf(use)} · ${money(use.amount, voucher.money)}`}
              why={t('value.vouchers.takeBackWhy')}
              send={takeBackRedemption(use.transactionId)}
            />
          ),
        }),
      }))}
    />
  )
}

import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { fieldErrors } from '../../problem.ts'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { bookable } from './amounts.ts'
import { AmountInput, Part, Rows, SendForm } from './pieces.tsx'
import { type PointsKind, useIssue, useNewReason, useReasonRemoval, useSpending } from './queries.ts'
import classes from './value.module.css'

const BY_HAND = 'by-hand'
const TIMES_MAX = 10_000

/** Gives points: for a reason that says how many, or as many as one types. */
export function IssuePoints({ kind: { asset, name, reasons } }: { kind: PointsKind }) {
  const { t, i18n } = useTranslation()
  const { quantity } = useFormats()
  const issue = useIssue(asset)
  const [partyId, setParty] = useState<string | null>(null)
  const [reason, setReason] = useState<string>(BY_HAND)
  const [typed, setTyped] = useState('')
  const [times, setTimes] = useState(1)
  const [text, setText] = useState('')
  const isByHand = reason === BY_HAND
  const points = bookable(typed, 0)
  const errors = fieldErrors(t, i18n.language, issue.error)
  const isReady = partyId !== null && (!isByHand || points !== null)
  const send = () => {
    if (!isReady) return
    const how = isByHand ? { points: points!, times: 1 } : { reasonId: reason, times }
    issue.mutate(
      { partyId, ...how, text: text.trim() || null },
      {
        onSuccess: (done) => {
          setTyped('')
          setText('')
          showDone(t('value.points.given', { amount: quantity(done.points, { name, scale: 0 }) }))
        },
      },
    )
  }
  return (
    <Part title={t('value.points.give')}>
      <SendForm action={t('value.points.giveNow')} isReady={isReady} onSend={send} sending={issue}>
        <PartyPicker label={t('value.to')} value={partyId} onChange={setParty} error={errors.partyId} />
        <Select
          label={t('value.points.for')}
          data={[
            ...reasons.map(({ id, label, points: each }) => ({ value: id, label: t('value.points.reason', { label, points: each }) })),
            { value: BY_HAND, label: t('value.points.byHand') },
          ]}
          value={reason}
          allowDeselect={false}
          onChange={(next) => setReason(next ?? BY_HAND)}
        />
        {isByHand ? (
          <AmountInput label={t('value.points.howMany')} unit={name} value={typed} onChange={setTyped} error={errors.points} />
        ) : (
          <NumberInput
            label={t('value.points.times')}
            value={times}
            min={1}
            max={TIMES_MAX}
            allowDecimal={false}
            onChange={(value) => setTimes(typeof value === 'number' ? value : 1)}
          />
        )}
        <TextInput label={t('value.note')} value={text} maxLength={200} onChange={(event) => setText(event.currentTarget.value)} />
      </SendForm>
    </Part>
  )
}

/** Takes points for something; what is oldest goes first. */
export function SpendPoints({ kind: { asset, name } }: { kind: PointsKind }) {
  const { t, i18n } = useTranslation()
  const { partyId: own } = useEcosystem()
  const mayWrite = useMayWrite()
  const { quantity } = useFormats()
  const spending = useSpending(asset)
  const [partyId, setParty] = useState<string | null>(own)
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const points = bookable(typed, 0)
  const errors = fieldErrors(t, i18n.language, spending.error)
  const send = () => {
    if (partyId === null || points === null) return
    spending.mutate(
      { partyId, points, text: text.trim() || null },
      {
        onSuccess: (done) => {
          setTyped('')
          setText('')
          showDone(t('value.points.spent', { left: quantity(done.balance, { name, scale: 0 }) }))
        },
      },
    )
  }
  if (own === null && !mayWrite) return null
  return (
    <Part title={t('value.points.spend')} why={t('value.points.oldestFirst')}>
      <SendForm action={t('value.points.spendNow')} isReady={partyId !== null && points !== null} onSend={send} sending={spending}>
        {mayWrite && <PartyPicker label={t('value.points.whose')} value={partyId} onChange={setParty} />}
        <AmountInput label={t('value.points.howMany')} unit={name} value={typed} onChange={setTyped} error={errors.points} />
        <TextInput label={t('value.points.on')} value={text} maxLength={200} onChange={(event) => setText(event.currentTarget.value)} />
      </SendForm>
    </Part>
  )
}

/** For what points are given, and how many each time. */
export function Reasons({ kind: { asset, name, reasons } }: { kind: PointsKind }) {
  const { t } = useTranslation()
  const { quantity } = useFormats()
  const add = useNewReason(asset)
  const remove = useReasonRemoval(asset)
  const [label, setLabel] = useState('')
  const [typed, setTyped] = useState('')
  const points = bookable(typed, 0)
  return (
    <Part title={t('value.points.reasons')} why={t('value.points.reasonsWhy')}>
      <Rows
        label={t('value.points.reasons')}
        rows={reasons.map((reason) => ({
          key: reason.id,
          what: reason.label,
          amount: quantity(reason.points, { name, scale: 0 }),
          action: (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('value.points.removeReason', { label: reason.label })}
              onClick={() => remove.mutate(reason.id)}
            >
              <IconTrash size={18} aria-hidden="true" />
            </ActionIcon>
          ),
        }))}
      />
      {(add.isError || remove.isError) && <Failure error={add.error ?? remove.error} doing="writing" />}
      <form
        className={classes.lookUp}
        onSubmit={(event) => {
          event.preventDefault()
          if (points !== null) add.mutate({ label: label.trim(), points }, { onSuccess: () => setLabel('') })
        }}
      >
        <TextInput
          label={t('value.points.newReason')}
          value={label}
          maxLength={100}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <AmountInput label={t('value.points.each')} unit={name} value={typed} onChange={setTyped} />
        <Button type="submit" variant="default" loading={add.isPending} disabled={label.trim() === '' || points === null}>
          {t('value.points.addReason')}
        </Button>
      </form>
    </Part>
  )
}

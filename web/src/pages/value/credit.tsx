import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { fieldErrors } from '../../problem.ts'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { bookable } from './amounts.ts'
import { LimitsDialog } from './credit-limits.tsx'
import { KindsPage } from './kinds-page.tsx'
import { Moves } from './moves.tsx'
import { AmountInput, Listed, Part, Rows, SendForm } from './pieces.tsx'
import {
  type Circle,
  type Member,
  takeBackPayment,
  useCircles,
  useCreditMoves,
  useCreditPayment,
  useMembers,
  useNewCircle,
} from './queries.ts'
import classes from './value.module.css'

/** Of every unit, as of the euro that it is compared with. */
const DIGITS = 2

/** Mutual credit: what the own organisation has, who can be paid, what moved. */
export default function Credit() {
  const { t } = useTranslation()
  const make = useNewCircle()
  return (
    <KindsPage
      area="credit"
      kinds={useCircles()}
      standing={(circle) => <Standing circle={circle} />}
      view={(circle) => <CircleView circle={circle} />}
      make={(kind) => make.mutateAsync({ ...kind, scale: DIGITS })}
      nameWhy={t('value.credit.nameWhy')}
    />
  )
}

/** What the own organisation has and how far it may still go, in a sentence. */
function Standing({ circle: { name, scale, own } }: { circle: Circle }) {
  const { t } = useTranslation()
  const { quantity } = useFormats()
  const mayWrite = useMayWrite()
  if (own === null) return t(mayWrite ? 'value.credit.short' : 'value.credit.notIn', { circle: name })
  const left = own.minimum === null ? own.balance : String(BigInt(own.balance) - BigInt(own.minimum))
  return t('value.credit.standing', { balance: quantity(own.balance, { name, scale }), left: quantity(left, { name, scale }) })
}

function CircleView({ circle }: { circle: Circle }) {
  const { t } = useTranslation()
  const { partyId: own } = useEcosystem()
  const mayWrite = useMayWrite()
  const [shown, show] = useState<{ id: string; name: string }>()
  const party = shown ?? (own === null ? undefined : { id: own, name: t('value.ownOrganisation') })
  return (
    <>
      <div className={classes.two}>
        {(mayWrite || circle.own !== null) && <Pay circle={circle} />}
        <Members circle={circle} onShow={show} />
      </div>
      {party && <CreditMoves key={party.id} circle={circle} party={party} />}
    </>
  )
}

function Pay({ circle: { asset, name, scale } }: { circle: Circle }) {
  const { t, i18n } = useTranslation()
  const { partyId: own } = useEcosystem()
  const mayWrite = useMayWrite()
  const { quantity } = useFormats()
  const payment = useCreditPayment(asset)
  const [fromId, setFrom] = useState<string | null>(own)
  const [toId, setTo] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [text, setText] = useState('')
  const amount = bookable(typed, scale)
  const errors = fieldErrors(t, i18n.language, payment.error)
  const send = () => {
    if (fromId === null || toId === null || amount === null) return
    payment.mutate(
      { fromId, toId, amount, text: text.trim() || null },
      {
        onSuccess: ({ balance }) => {
          setTyped('')
          setText('')
          showDone(t('value.credit.paid', { amount: quantity(amount, { name, scale }), balance: quantity(balance, { name, scale }) }))
        },
      },
    )
  }
  return (
    <Part title={t('value.credit.pay')}>
      <SendForm
        action={t('value.credit.payNow')}
        isReady={fromId !== null && toId !== null && amount !== null}
        onSend={send}
        sending={payment}
      >
        {mayWrite && <PartyPicker label={t('value.from')} value={fromId} onChange={setFrom} error={errors.fromId} />}
        <PartyPicker label={t('value.to')} value={toId} onChange={setTo} error={errors.toId} />
        <AmountInput label={t('value.amount')} unit={name} value={typed} onChange={setTyped} error={errors.amount} />
        <TextInput label={t('value.what')} value={text} maxLength={200} onChange={(event) => setText(event.currentTarget.value)} />
      </SendForm>
    </Part>
  )
}

function Members({ circle, onShow }: { circle: Circle; onShow: (party: { id: string; name: string }) => void }) {
  const { t } = useTranslation()
  const { quantity } = useFormats()
  const mayWrite = useMayWrite()
  const members = useMembers(circle.asset)
  const [limiting, limit] = useState<Member | 'new'>()
  const items = members.data?.pages.flatMap((page) => page.items) ?? []
  const nameOf = ({ party }: Member) => party.name ?? t('value.somebody')
  return (
    <Part
      title={t('value.credit.members')}
      why={t('value.credit.membersWhy')}
      action={
        mayWrite && (
          <Button variant="default" size="sm" onClick={() => limit('new')}>
            {t('value.credit.letIn')}
          </Button>
        )
      }
    >
      <Listed query={members}>
        {items.length === 0 && <p className={classes.quiet}>{t('value.credit.nobody')}</p>}
        <Rows
          label={t('value.credit.members')}
          rows={items.map((member) => ({
            key: member.party.id,
            what: nameOf(member),
            ...(member.balance !== null && {
              opens: () => onShow({ id: member.party.id, name: nameOf(member) }),
              amount: quantity(member.balance, circle),
              note: t(member.maximum === null ? 'value.credit.downTo' : 'value.credit.between', {
                least: quantity(member.minimum ?? '0', circle),
                most: quantity(member.maximum ?? '0', circle),
              }),
            }),
            ...(mayWrite && {
              action: (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('value.credit.limitsOf', { name: nameOf(member) })}
                  onClick={() => limit(member)}
                >
                  {t('value.credit.limits')}
                </Button>
              ),
            }),
          }))}
        />
      </Listed>
      {limiting && <LimitsDialog circle={circle} member={limiting === 'new' ? undefined : limiting} onEnd={() => limit(undefined)} />}
    </Part>
  )
}

function CreditMoves({ circle, party }: { circle: Circle; party: { id: string; name: string } }) {
  const { t } = useTranslation()
  const moves = useCreditMoves(circle.asset, party.id)
  return (
    <Part title={t('value.movesOf', { name: party.name })}>
      <Moves query={moves} unit={circle} area="credit" takeBack={(id) => takeBackPayment(circle.asset, id)} />
    </Part>
  )
}

import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useMayWrite } from '../../data/session.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { showDone } from '../../ui/toast.tsx'
import { bookable } from './amounts.ts'
import { type Budget, useContribution, useNewMember, useNewRequest } from './budget-queries.ts'
import { AmountInput } from './pieces.tsx'
import classes from './value.module.css'

type Props = { budget: Budget; onEnd: () => void }

/** Those of the budget this person may act for. */
function useOwnMembers({ members }: Budget): { value: string; label: string }[] {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  return members
    .filter(({ isOwn }) => mayWrite || isOwn)
    .map(({ party }) => ({ value: party.id, label: party.name ?? t('value.somebody') }))
}

export function GiveDialog({ budget, onEnd }: Props) {
  const { t, i18n } = useTranslation()
  const mayWrite = useMayWrite()
  const members = useOwnMembers(budget)
  const giving = useContribution(budget.id)
  const [partyId, setParty] = useState<string | null>(members.length === 1 ? members[0]!.value : null)
  const [source, setSource] = useState<'bank' | 'payable'>(mayWrite ? 'bank' : 'payable')
  const [typed, setTyped] = useState('')
  const amount = bookable(typed, budget.scale)
  const errors = fieldErrors(t, i18n.language, giving.error)
  return (
    <FormDialog
      title={t('value.budgets.give')}
      action={t('value.budgets.giveNow')}
      onSend={() =>
        partyId !== null &&
        amount !== null &&
        giving.mutate(
          { partyId, amount, source },
          {
            onSuccess: () => {
              onEnd()
              showDone(t('value.budgets.given'))
            },
          },
        )
      }
      isSending={giving.isPending}
      maySend={partyId !== null && amount !== null}
      error={giving.error}
      onEnd={onEnd}
    >
      <Select label={t('value.budgets.who')} data={members} value={partyId} onChange={setParty} error={errors.partyId} />
      <AmountInput label={t('value.amount')} unit={budget.asset} value={typed} onChange={setTyped} error={errors.amount} />
      {mayWrite ? (
        <Select
          label={t('value.budgets.source')}
          data={(['bank', 'payable'] as const).map((each) => ({ value: each, label: t(`value.budgets.sources.${each}`) }))}
          value={source}
          allowDeselect={false}
          onChange={(next) => setSource(next === 'payable' ? 'payable' : 'bank')}
        />
      ) : (
        <p className={classes.quiet}>{t('value.budgets.sources.payable')}</p>
      )}
    </FormDialog>
  )
}

export function AskDialog({ budget, onEnd }: Props) {
  const { t, i18n } = useTranslation()
  const members = useOwnMembers(budget)
  const asking = useNewRequest(budget.id)
  const [partyId, setParty] = useState<string | null>(members.length === 1 ? members[0]!.value : null)
  const [toPartyId, setTo] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [what, setWhat] = useState('')
  const amount = bookable(typed, budget.scale)
  const errors = fieldErrors(t, i18n.language, asking.error)
  const isReady = partyId !== null && toPartyId !== null && amount !== null && what.trim() !== ''
  return (
    <FormDialog
      title={t('value.budgets.ask')}
      action={t('value.budgets.askNow')}
      onSend={() =>
        isReady &&
        asking.mutate(
          { partyId, toPartyId, amount, what: what.trim() },
          {
            onSuccess: () => {
              onEnd()
              showDone(t('value.budgets.nowAsked'))
            },
          },
        )
      }
      isSending={asking.isPending}
      maySend={isReady}
      error={asking.error}
      onEnd={onEnd}
    >
      <Select label={t('value.budgets.whoAsks')} data={members} value={partyId} onChange={setParty} error={errors.partyId} />
      <TextInput label={t('value.what')} value={what} maxLength={200} onChange={(event) => setWhat(event.currentTarget.value)} />
      <AmountInput label={t('value.amount')} unit={budget.asset} value={typed} onChange={setTyped} error={errors.amount} />
      <PartyPicker label={t('value.budgets.whoGets')} value={toPartyId} onChange={setTo} error={errors.toPartyId} />
    </FormDialog>
  )
}

export function LetInDialog({ budget, onEnd }: Props) {
  const { t } = useTranslation()
  const adding = useNewMember(budget.id)
  const [partyId, setParty] = useState<string | null>(null)
  return (
    <FormDialog
      title={t('value.credit.letIn')}
      action={t('ui.save')}
      onSend={() => partyId !== null && adding.mutate(partyId, { onSuccess: onEnd })}
      isSending={adding.isPending}
      maySend={partyId !== null}
      error={adding.error}
      onEnd={onEnd}
    >
      <PartyPicker label={t('value.organisation')} value={partyId} onChange={setParty} />
    </FormDialog>
  )
}

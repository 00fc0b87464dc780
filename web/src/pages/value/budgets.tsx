import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { answer, api } from '../../api.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { paths } from '../../paths.ts'
import { fieldErrors } from '../../problem.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { useBudgets, useNewBudget } from './budget-queries.ts'
import { BackToKinds, Listed, Part, Rows } from './pieces.tsx'

const MEMBERS_MAX = 50

/** Shared budgets: what is in each, and what is asked of it. */
export default function Budgets() {
  const { t } = useTranslation()
  const { money } = useFormats()
  const { id: ecosystemId, role } = useEcosystem()
  const mayWrite = useMayWrite()
  const budgets = useBudgets()
  const [isMaking, setMaking] = useState(false)
  const items = budgets.data?.pages.flatMap((page) => page.items) ?? []
  const make = mayWrite && <Button onClick={() => setMaking(true)}>{t('value.budgets.new')}</Button>
  const isEmpty = budgets.isSuccess && items.length === 0
  return (
    <PageFrame>
      <BackToKinds />
      <PageHead
        title={t('value.budgets.title')}
        answer={t(role === 'viewer' ? 'value.notForGuests' : 'value.budgets.short')}
        action={!isEmpty && make}
      />
      {isEmpty && (
        <EmptyState
          title={t('value.budgets.empty.title')}
          why={t('value.budgets.empty.why')}
          example={t('value.budgets.empty.example')}
          action={make}
        />
      )}
      {role !== 'viewer' && !isEmpty && (
        <Part title={t('value.budgets.all')}>
          <Listed query={budgets}>
            <Rows
              label={t('value.budgets.all')}
              rows={items.map(({ id, name, asset, left, approvals, open }) => ({
                key: id,
                what: name,
                to: paths.value(ecosystemId, 'budgets', id),
                note: [
                  t('value.budgets.needs', { count: approvals }),
                  ...(open > 0 ? [t('value.budgets.open', { count: open })] : []),
                ].join(' · '),
                amount: t('value.vouchers.stillLeft', { amount: money(left, asset) }),
              }))}
            />
          </Listed>
        </Part>
      )}
      {isMaking && <NewBudgetDialog onEnd={() => setMaking(false)} />}
    </PageFrame>
  )
}

function NewBudgetDialog({ onEnd }: { onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const make = useNewBudget()
  const [name, setName] = useState('')
  const [partyIds, setParties] = useState<string[]>([])
  const [approvals, setApprovals] = useState(2)
  const errors = fieldErrors(t, i18n.language, make.error)
  const add = (id: string | null) => id !== null && !partyIds.includes(id) && setParties([...partyIds, id])
  return (
    <FormDialog
      title={t('value.budgets.new')}
      action={t('value.budgets.begin')}
      onSend={() =>
        make.mutate(
          { name: name.trim(), money: 'EUR', approvals, partyIds },
          { onSuccess: ({ id }) => navigate(paths.value(ecosystemId, 'budgets', id)) },
        )
      }
      isSending={make.isPending}
      maySend={name.trim() !== '' && partyIds.length > 0}
      error={make.error}
      onEnd={onEnd}
    >
      <TextInput
        label={t('value.budgets.name')}
        placeholder={t('value.budgets.nameExample')}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Chosen partyIds={partyIds} onRemove={(id) => setParties(partyIds.filter((one) => one !== id))} />
      {partyIds.length < MEMBERS_MAX && (
        <PartyPicker key={partyIds.length} label={t('value.budgets.addMember')} value={null} onChange={add} error={errors.partyIds} />
      )}
      <NumberInput
        label={t('value.budgets.approvals')}
        description={t('value.budgets.approvalsWhy')}
        value={approvals}
        min={1}
        max={MEMBERS_MAX}
        allowDecimal={false}
        error={errors.approvals}
        onChange={(value) => setApprovals(typeof value === 'number' ? value : 1)}
      />
    </FormDialog>
  )
}

function Chosen({ partyIds, onRemove }: { partyIds: readonly string[]; onRemove: (id: string) => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const parties = useQueries({
    queries: partyIds.map((id) => ({
      queryKey: ['party', ecosystemId, id],
      queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id } } })),
    })),
  })
  if (partyIds.length === 0) return null
  return (
    <Rows
      label={t('value.budgets.members')}
      rows={partyIds.map((id, place) => {
        const name = parties[place]?.data?.name ?? '…'
        return {
          key: id,
          what: name,
          action: (
            <ActionIcon variant="subtle" color="gray" aria-label={t('value.budgets.leaveOut', { name })} onClick={() => onRemove(id)}>
              <IconTrash size={18} aria-hidden="true" />
            </ActionIcon>
          ),
        }
      })}
    />
  )
}

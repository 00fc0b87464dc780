import { Button, Group, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { AskDialog, GiveDialog, LetInDialog } from './budget-dialogs.tsx'
import {
  type Budget,
  type BudgetRequest,
  takeBackContribution,
  takeBackSpending,
  useApproval,
  useBudget,
  useContributions,
  useRequests,
  useRequestWithdrawal,
} from './budget-queries.ts'
import { Listed, Part, Rows } from './pieces.tsx'
import { TakeBack } from './take-back.tsx'
import classes from './value.module.css'

type Dialog = 'give' | 'ask' | 'letIn'

/** One shared budget: who gave what, what is asked and who approved it, what was spent. */
export function BudgetPage({ id }: { id: string }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const budget = useBudget(id)
  return (
    <PageFrame>
      <Link to={paths.value(ecosystemId, 'budgets')} className={classes.back ?? ''}>
        {t('value.budgets.title')}
      </Link>
      {budget.isError && <Failure error={budget.error} again={() => budget.refetch()} />}
      {budget.isPending && <Skeleton height={320} aria-hidden="true" />}
      {budget.data && <BudgetView budget={budget.data} />}
    </PageFrame>
  )
}

function BudgetView({ budget }: { budget: Budget }) {
  const { t } = useTranslation()
  const { money } = useFormats()
  const mayWrite = useMayWrite()
  const [dialog, open] = useState<Dialog>()
  const { name, asset, left, given, spent, approvals, members } = budget
  const amounts = { left: money(left, asset), given: money(given, asset), spent: money(spent, asset) }
  const close = () => open(undefined)
  return (
    <>
      <PageHead
        title={name}
        answer={`${t('value.budgets.standing', amounts)} ${t('value.budgets.needs', { count: approvals })}.`}
        action={
          <Group gap="xs">
            <Button variant="default" onClick={() => open('give')}>
              {t('value.budgets.give')}
            </Button>
            <Button onClick={() => open('ask')}>{t('value.budgets.ask')}</Button>
          </Group>
        }
      />
      <div className={classes.stack}>
        <Requests budget={budget} />
        <Part
          title={t('value.budgets.members')}
          action={
            mayWrite && (
              <Button variant="default" size="sm" onClick={() => open('letIn')}>
                {t('value.credit.letIn')}
              </Button>
            )
          }
        >
          <Rows
            label={t('value.budgets.members')}
            rows={members.map(({ party, given: gave }) => ({
              key: party.id,
              what: party.name ?? t('value.somebody'),
              amount: gave === '0' ? t('value.budgets.gaveNothing') : t('value.budgets.gave', { amount: money(gave, asset) }),
            }))}
          />
        </Part>
        <Contributions budget={budget} />
      </div>
      {dialog === 'give' && <GiveDialog budget={budget} onEnd={close} />}
      {dialog === 'ask' && <AskDialog budget={budget} onEnd={close} />}
      {dialog === 'letIn' && <LetInDialog budget={budget} onEnd={close} />}
    </>
  )
}

function Requests({ budget }: { budget: Budget }) {
  const { t } = useTranslation()
  const { money, date, list } = useFormats()
  const { partyId: own } = useEcosystem()
  const requests = useRequests(budget.id)
  const items = requests.data?.pages.flatMap((page) => page.items) ?? []
  const nameOf = (party: { name: string | null }) => party.name ?? t('value.somebody')
  const noteOf = ({ party, to, askedOn, approvals, state, takenBack }: BudgetRequest) => {
    const asked = t('value.budgets.asked', { name: nameOf(party), to: nameOf(to), on: date(askedOn) })
    if (state === 'withdrawn') return `${asked} · ${t('value.budgets.state.withdrawn')}`
    if (takenBack !== null) return `${asked} · ${t('value.takeBack.wasFor', { reason: takenBack })}`
    if (approvals.length === 0) return `${asked} · ${t('value.budgets.nobodyYet')}`
    return `${asked} · ${t('value.budgets.approvedBy', { names: list(approvals.map((one) => nameOf(one.party))) })}`
  }
  return (
    <Part title={t('value.budgets.requests')}>
      <Listed query={requests}>
        {items.length === 0 && <p className={classes.quiet}>{t('value.budgets.nothingAsked')}</p>}
        <Rows
          label={t('value.budgets.requests')}
          rows={items.map((request) => ({
            key: request.id,
            what: request.what,
            note: noteOf(request),
            amount:
              request.state === 'spent'
                ? t('value.budgets.spentIt', { amount: money(request.amount, budget.asset) })
                : money(request.amount, budget.asset),
            ...(request.state === 'open' && {
              action: <Decide budget={budget} request={request} isOwn={own !== null && request.party.id === own} />,
            }),
            ...(request.mayTakeBack && {
              action: (
                <TakeBack
                  area="budgets"
                  what={`${request.what} · ${money(request.amount, budget.asset)}`}
                  why={t('value.budgets.takeBackSpentWhy', { name: nameOf(request.to) })}
                  send={takeBackSpending(budget.id, request.id)}
                />
              ),
            }),
          }))}
        />
      </Listed>
    </Part>
  )
}

/** Who gave what when, and the way back for what was typed wrongly. */
function Contributions({ budget }: { budget: Budget }) {
  const { t } = useTranslation()
  const { money, date } = useFormats()
  const contributions = useContributions(budget.id)
  const items = contributions.data?.pages.flatMap((page) => page.items) ?? []
  if (contributions.isSuccess && items.length === 0) return null
  return (
    <Part title={t('value.budgets.contributions')}>
      <Listed query={contributions}>
        <Rows
          label={t('value.budgets.contributions')}
          rows={items.map(({ transactionId, on, party, amount, takenBack, mayTakeBack }) => {
            const what = party.name ?? t('value.somebody')
            return {
              key: transactionId,
              what,
              note: takenBack === null ? date(on) : `${date(on)} · ${t('value.takeBack.wasFor', { reason: takenBack })}`,
              amount: money(amount, budget.asset),
              ...(mayTakeBack && {
                action: (
                  <TakeBack
                    area="budgets"
                    what={`${what} · ${money(amount, budget.asset)}`}
                    why={t('value.budgets.takeBackWhy')}
                    send={takeBackContribution(budget.id, transactionId)}
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

/** A coordinator approves in the name of a member that has given and not approved yet; a member in its own. */
function Decide({ budget, request, isOwn }: { budget: Budget; request: BudgetRequest; isOwn: boolean }) {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  const approval = useApproval(budget.id)
  const withdrawal = useRequestWithdrawal(budget.id)
  const open = budget.members.filter(
    ({ party, given, isOwn: mine }) => given !== '0' && (mayWrite || mine) && request.approvals.every((one) => one.party.id !== party.id),
  )
  const approve = (partyId: string) =>
    approval.mutate(
      { requestId: request.id, partyId },
      { onSuccess: ({ state }) => showDone(t(state === 'spent' ? 'value.budgets.nowSpent' : 'value.budgets.nowApproved')) },
    )
  return (
    <Group gap="xs">
      {request.mayApprove &&
        open.map(({ party }) => (
          <Button key={party.id} variant="light" size="compact-sm" loading={approval.isPending} onClick={() => approve(party.id)}>
            {t('value.budgets.approveFor', { name: party.name ?? t('value.somebody') })}
          </Button>
        ))}
      {(mayWrite || isOwn) && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={t('value.budgets.withdrawIt', { what: request.what })}
          onClick={() => withdrawal.mutate(request.id, { onSuccess: () => showDone(t('value.budgets.nowWithdrawn')) })}
        >
          {t('value.budgets.withdraw')}
        </Button>
      )}
      {(approval.isError || withdrawal.isError) && <Failure error={approval.error ?? withdrawal.error} />}
    </Group>
  )
}

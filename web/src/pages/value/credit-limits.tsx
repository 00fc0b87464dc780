import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PartyPicker } from '../../data/party-picker.tsx'
import { FormDialog } from '../../form-dialog.tsx'
import { fieldErrors } from '../../problem.ts'
import { decimal } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { bookable } from './amounts.ts'
import { AmountInput } from './pieces.tsx'
import { type Circle, type Member, useSetMember } from './queries.ts'
import classes from './value.module.css'

/** How far somebody may go, below and above nothing; for a new member, who it is as well. */
export function LimitsDialog({ circle, member, onEnd }: { circle: Circle; member: Member | undefined; onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const set = useSetMember(circle.asset)
  const typedOf = (minor: string | null | undefined) => (minor ? decimal(BigInt(minor.replace('-', '')), circle.scale) : '')
  const [partyId, setParty] = useState<string | null>(member?.party.id ?? null)
  const [limit, setLimit] = useState(typedOf(member?.minimum))
  const [maximum, setMaximum] = useState(typedOf(member?.maximum))
  const errors = fieldErrors(t, i18n.language, set.error)
  const minor = (typed: string) => (/^0*(?:[.,]0*)?$/.test(typed.trim()) ? '0' : bookable(typed, circle.scale))
  const [least, most] = [minor(limit), maximum.trim() === '' ? null : minor(maximum)]
  const isReady = partyId !== null && least !== null && (maximum.trim() === '' || most !== null)
  return (
    <FormDialog
      title={member ? t('value.credit.limitsOf', { name: member.party.name ?? t('value.somebody') }) : t('value.credit.letIn')}
      action={t('ui.save')}
      onSend={() =>
        isReady &&
        set.mutate(
          { partyId: partyId!, limit: least!, maximum: most },
          {
            onSuccess: () => {
              onEnd()
              showDone(t('value.credit.limitsKept'))
            },
          },
        )
      }
      isSending={set.isPending}
      maySend={isReady}
      error={set.error}
      onEnd={onEnd}
    >
      {!member && <PartyPicker label={t('value.organisation')} value={partyId} onChange={setParty} />}
      <AmountInput label={t('value.credit.limit')} unit={circle.name} value={limit} onChange={setLimit} error={errors.limit} />
      <AmountInput label={t('value.credit.maximum')} unit={circle.name} value={maximum} onChange={setMaximum} error={errors.maximum} />
      <p className={classes.quiet}>{t('value.credit.limitsWhy')}</p>
    </FormDialog>
  )
}

import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import type { RecipientDraft } from './draft.ts'
import classes from './sharing.module.css'

const RECIPIENTS_MAX = 100

type Props = { recipients: readonly RecipientDraft[]; onChange: (recipients: RecipientDraft[]) => void }

/** Who can get something: organisations of the map, and purposes that have a name alone. */
export function RecipientsForm({ recipients, onChange }: Props) {
  const { t } = useTranslation()
  const nameOf = usePartyName()
  const add = (partyId: string | null, name: string) =>
    onChange([...recipients, { id: Math.max(-1, ...recipients.map(({ id }) => id)) + 1, partyId, name }])
  const pick = async (partyId: string | null) => {
    if (partyId !== null && recipients.every((each) => each.partyId !== partyId)) add(partyId, await nameOf(partyId))
  }
  const isFull = recipients.length >= RECIPIENTS_MAX
  return (
    <section className={`tutti-card ${classes.part}`} aria-labelledby="sharing-recipients">
      <h2 id="sharing-recipients">{t('sharing.recipients.title')}</h2>
      <p className={classes.quiet}>{t('sharing.recipients.why')}</p>
      <ul className={classes.recipients}>
        {recipients.map((recipient) => (
          <li key={recipient.id}>
            {recipient.partyId === null ? (
              <TextInput
                aria-label={t('sharing.recipients.purpose')}
                placeholder={t('sharing.recipients.purposePlaceholder')}
                value={recipient.name}
                maxLength={100}
                onChange={(event) => {
                  const name = event.currentTarget.value
                  onChange(recipients.map((each) => (each.id === recipient.id ? { ...each, name } : each)))
                }}
              />
            ) : (
              <span className={classes.recipientName}>{recipient.name}</span>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('sharing.recipients.remove', { name: recipient.name })}
              onClick={() => onChange(recipients.filter(({ id }) => id !== recipient.id))}
            >
              <IconTrash size={18} aria-hidden="true" />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {!isFull && (
        <div className={classes.pair}>
          <PartyPicker label={t('sharing.recipients.addParty')} value={null} onChange={pick} />
          <Button
            variant="subtle"
            className={classes.addPurpose ?? ''}
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => add(null, '')}
          >
            {t('sharing.recipients.addPurpose')}
          </Button>
        </div>
      )}
    </section>
  )
}

function usePartyName() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return async (id: string) => {
    const party = await queries.fetchQuery({
      queryKey: ['party', ecosystemId, id],
      queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path: { ecosystemId, id } } })),
    })
    return party.name
  }
}

import { Radio, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { FormDialog } from '../../form-dialog.tsx'
import { paths } from '../../paths.ts'
import { fieldErrors } from '../../problem.ts'
import { useListActions, useLists, useWriteMailing } from './queries.ts'

const ANOTHER = 'another'

/** A name and a list: everything else is written on the page of the mailing. */
export function NewMailing({ onEnd }: { onEnd: () => void }) {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const lists = useLists().data?.items ?? []
  const { make } = useListActions()
  const write = useWriteMailing()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [listName, setListName] = useState('')
  const [ground, setGround] = useState<'consent' | 'relationship'>('relationship')
  const listId = chosen ?? lists[0]?.id ?? ANOTHER
  const errors = fieldErrors(t, i18n.language, write.error ?? make.error)
  const send = async () => {
    const id = listId === ANOTHER ? (await make.mutateAsync({ name: listName, ground })).id : listId
    // kept where the mailing is refused, so that a second try does not make the list twice
    setChosen(id)
    const mailing = await write.mutateAsync({ name, listId: id })
    navigate(paths.mailing(ecosystemId, mailing.id))
  }
  // the dialog says why
  const sendOrStay = () => void send().catch(() => undefined)
  return (
    <FormDialog
      title={t('mailings.new')}
      action={t('mailings.write')}
      onSend={sendOrStay}
      isSending={make.isPending || write.isPending}
      error={make.error ?? write.error}
      onEnd={onEnd}
    >
      <TextInput
        label={t('mailings.fields.name')}
        description={t('mailings.fields.nameWhy')}
        required
        data-autofocus
        value={name}
        error={write.error ? errors.name : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t('mailings.fields.listId')}
        description={t('mailings.fields.listWhy')}
        data={[...lists.map(({ id, name }) => ({ value: id, label: name })), { value: ANOTHER, label: t('mailings.lists.new') }]}
        value={listId}
        allowDeselect={false}
        onChange={setChosen}
      />
      {listId === ANOTHER && (
        <>
          <TextInput
            label={t('mailings.lists.name')}
            placeholder={t('mailings.lists.example')}
            required
            value={listName}
            error={make.error ? errors.name : undefined}
            onChange={(event) => setListName(event.currentTarget.value)}
          />
          <GroundChoice ground={ground} onChange={setGround} />
        </>
      )}
    </FormDialog>
  )
}

type Ground = 'consent' | 'relationship'

function GroundChoice({ ground, onChange }: { ground: Ground; onChange: (ground: Ground) => void }) {
  const { t } = useTranslation()
  return (
    <Radio.Group label={t('mailings.lists.ground')} value={ground} onChange={(value) => onChange(value as Ground)}>
      <Stack gap="xs" mt="xs">
        {(['relationship', 'consent'] as const).map((value) => (
          <Radio key={value} value={value} label={t(`mailings.lists.grounds.${value}`)} description={t(`mailings.lists.why.${value}`)} />
        ))}
      </Stack>
    </Radio.Group>
  )
}

import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useEcosystem, useMayWrite } from '../../../data/session.ts'
import { FormDialog } from '../../../form-dialog.tsx'
import { paths } from '../../../paths.ts'
import { useFormats } from '../../../ui/format.ts'
import type { Departure } from '../words.ts'
import { INTRODUCED } from './cards.tsx'
import { type NewChange, useCreateScenario } from './queries.ts'

const NAME_MAX = 100

type Asked = { party: readonly string[]; sector: readonly string[]; departure: Departure }

/** Keeps what was just tried as a scenario, with the introductions as ties if wanted. */
export function KeepDeparture(asked: Asked) {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  const [isOpen, setOpen] = useState(false)
  if (!mayWrite || asked.departure.leaving.total === 0) return null
  return (
    <>
      <Button variant="light" onClick={() => setOpen(true)}>
        {t('scenarios.keep.button')}
      </Button>
      {isOpen && <Dialog {...asked} onEnd={() => setOpen(false)} />}
    </>
  )
}

function Dialog({ party, sector, departure, onEnd }: Asked & { onEnd: () => void }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const navigate = useNavigate()
  const create = useCreateScenario()
  const { leaving, introductions, names } = departure
  const first = names.find(({ id }) => id === leaving.items[0])?.name ?? ''
  const [name, setName] = useState(() =>
    t('scenarios.keep.name', { count: leaving.total, number: number(leaving.total), name: first }).slice(0, NAME_MAX),
  )
  const [isJoined, setJoined] = useState(false)
  const changes: NewChange[] = [
    ...party.map((partyId) => ({ what: 'partyLeaves' as const, partyId })),
    ...sector.map((each) => ({ what: 'sectorLeaves' as const, sector: each.includes(':') ? each : `nace:${each}` })),
    ...(isJoined ? introductions.items : []).map(({ oneId, otherId }) => ({
      what: 'tieComes' as const,
      fromId: oneId,
      toId: otherId,
      type: INTRODUCED,
      strength: null,
    })),
  ]
  const send = () =>
    create.mutate(
      { name: name.trim(), description: null, asOf: null, changes },
      { onSuccess: ({ id }) => navigate(paths.scenario(ecosystemId, id)) },
    )
  return (
    <FormDialog
      title={t('scenarios.keep.button')}
      action={t('scenarios.keep.action')}
      onSend={send}
      isSending={create.isPending}
      maySend={name.trim() !== ''}
      error={create.error}
      onEnd={onEnd}
    >
      <TextInput
        label={t('scenarios.fields.name')}
        value={name}
        maxLength={NAME_MAX}
        required
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {introductions.items.length > 0 && (
        <Checkbox
          label={t('scenarios.keep.joined', { count: introductions.items.length, number: number(introductions.items.length) })}
          checked={isJoined}
          onChange={(event) => setJoined(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  )
}

import { Alert, Button, Group, Modal, Skeleton, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { PartyPicker } from '../../data/party-picker.tsx'
import { useEcosystem } from '../../data/session.ts'
import type { MergePreview, Party } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { showUndo } from '../../ui/toast.tsx'
import { useRefreshParty } from './queries.ts'
import classes from './story.module.css'

type Side = 'target' | 'alias'

/** `with` is the entry that is proposed from the start. */
type MergeProps = { party: Party; with?: string | null; onEnd: () => void; onGone: () => void }

/** Makes another entry a second name of this party. Shows fact by fact what will stand there, and can be undone. */
export function Merge({ party, with: proposed = null, onEnd, onGone }: MergeProps) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshParty()
  const [aliasId, setAliasId] = useState<string | null>(proposed)
  const [take, setTake] = useState<Record<string, Side>>({})
  const preview = useQuery({
    queryKey: ['merge', ecosystemId, party.id, aliasId],
    queryFn: () =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/merges/preview', {
          params: { path: { ecosystemId } },
          body: { targetId: party.id, aliasId: aliasId as string },
        }),
      ),
    enabled: aliasId !== null,
  })
  const merge = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/merges', {
          params: { path: { ecosystemId } },
          body: { targetId: party.id, aliasId: aliasId as string, take },
        }),
      ),
    onSuccess: ({ mergeId, party: merged }) => {
      refresh(merged)
      onEnd()
      showUndo(t('parties.merge.done', { name: merged.name }), async () => {
        await answer(api.DELETE('/api/ecosystems/{ecosystemId}/merges/{id}', { params: { path: { ecosystemId, id: mergeId } } }))
        refresh()
      })
      if (merged.id !== party.id) onGone()
    },
  })
  return (
    <Modal
      opened
      onClose={onEnd}
      size="xl"
      title={t('parties.merge.title', { name: party.name })}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        <PartyPicker label={t('parties.merge.other')} value={aliasId} onChange={setAliasId} without={party.id} />
        {aliasId !== null && preview.isPending && <Skeleton height={160} />}
        {preview.isError && <Failure error={preview.error} again={() => preview.refetch()} />}
        {preview.data && <Preview preview={preview.data} take={take} onTake={(field, side) => setTake({ ...take, [field]: side })} />}
        {merge.isError && <Failure error={merge.error} doing="writing" />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onEnd}>
            {t('ui.cancel')}
          </Button>
          <Button disabled={preview.data === undefined} loading={merge.isPending} onClick={() => merge.mutate()}>
            {t('parties.merge.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

type PreviewProps = { preview: MergePreview; take: Record<string, Side>; onTake: (field: string, side: Side) => void }

function Preview({ preview, take, onTake }: PreviewProps) {
  const { t } = useTranslation()
  const differing = preview.fields.filter(({ differs }) => differs)
  const cell = (field: string, value: unknown, side: Side, chosen: Side) => (
    <td>
      <label>
        <input type="radio" name={`take-${field}`} checked={chosen === side} onChange={() => onTake(field, side)} />
        <span>{written(value) || <span className={classes.quiet}>{t('parties.merge.nothing')}</span>}</span>
      </label>
    </td>
  )
  return (
    <>
      <table className={classes.preview}>
        <thead>
          <tr>
            <th scope="col">{t('parties.merge.fact')}</th>
            <th scope="col">{preview.target.name}</th>
            <th scope="col">{preview.alias.name}</th>
          </tr>
        </thead>
        <tbody>
          {differing.map(({ field, target, alias, take: proposed }) => (
            <tr key={field}>
              <th scope="row">{t(`parties.fields.${field}`, { defaultValue: field })}</th>
              {cell(field, target, 'target', take[field] ?? proposed)}
              {cell(field, alias, 'alias', take[field] ?? proposed)}
            </tr>
          ))}
        </tbody>
      </table>
      {differing.length === 0 && <p className={classes.quiet}>{t('parties.merge.same')}</p>}
      <Alert variant="light">{t('parties.merge.brings', { contacts: preview.contacts, notes: preview.notes })}</Alert>
    </>
  )
}

function written(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(written).join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, each]) => `${key}: ${written(each)}`)
      .join(', ')
  return String(value)
}

import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Party } from '../../data/types.ts'
import { explain } from '../../problem.ts'
import { useFormats } from '../../ui/format.ts'
import { showDone, showFailed } from '../../ui/toast.tsx'
import { usePartyKey, useRefreshParty } from './queries.ts'
import classes from './story.module.css'

/** Says which entries were merged into this one, and lets each of them be parted from it again, however long ago that was. */
export function Merged({ party }: { party: Party }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const writes = useMayWrite()
  const undo = useUndoMerge()
  const merges = useQuery({
    queryKey: usePartyKey(party.id, 'merges'),
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/merges', { params: { path: { ecosystemId, id: party.id } } })),
    enabled: party.mergedIds.length > 0,
  })
  if (party.mergedIds.length === 0 || merges.data === undefined) return null
  return (
    <ul className={classes.list}>
      {merges.data.items.map(({ id, name, at }) => (
        <li key={id} className={classes.merged}>
          <span>{t('parties.merge.from', { name, date: date(at) })}</span>
          {writes && (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={t('parties.merge.undoOf', { name })}
              loading={undo.isPending && undo.variables.id === id}
              onClick={() => undo.mutate({ id, name })}
            >
              {t('ui.undo')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

function useUndoMerge() {
  const { t } = useTranslation()
  const { list } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshParty()
  return useMutation({
    mutationFn: ({ id }: { id: string; name: string }) =>
      answer(api.DELETE('/api/ecosystems/{ecosystemId}/merges/{id}', { params: { path: { ecosystemId, id } } })),
    onSuccess: ({ kept }, { name }) => {
      refresh()
      const fields = kept.map((field) => t(`parties.fields.${field}`, { defaultValue: field }))
      showDone(kept.length === 0 ? t('parties.merge.parted', { name }) : t('parties.merge.partedKept', { name, fields: list(fields) }))
    },
    onError: (error) => showFailed(explain(t, error, 'reading').what),
  })
}

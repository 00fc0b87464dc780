import { Button, Stack, Textarea } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { useDraft } from '../../ui/draft.ts'
import { useFormats } from '../../ui/format.ts'
import { showDone } from '../../ui/toast.tsx'
import { More } from './more.tsx'
import { usePartyKey } from './queries.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'

const EMPTY = { body: '' }

/** What coordinators wrote down about a party, the newest first. */
export function Notes({ partyId }: { partyId: string }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const key = usePartyKey(partyId, 'notes')
  const draft = useDraft(`note.${partyId}`, EMPTY)
  const notes = useNotes(partyId)
  const refresh = () => queries.invalidateQueries({ queryKey: key })
  const write = useMutation({
    mutationFn: (body: string) =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/parties/{id}/notes', { params: { path: { ecosystemId, id: partyId } }, body: { body } }),
      ),
    onSuccess: () => {
      draft.clear()
      refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => answer(api.DELETE('/api/ecosystems/{ecosystemId}/notes/{id}', { params: { path: { ecosystemId, id } } })),
    onSuccess: () => {
      showDone(t('parties.notes.removed'))
      refresh()
    },
  })
  const failure = notes.error ?? write.error ?? remove.error
  return (
    <Section title={t('parties.notes.title')}>
      <Stack gap="xs">
        <Textarea
          aria-label={t('parties.notes.write')}
          placeholder={t('parties.notes.write')}
          autosize
          minRows={1}
          maxRows={10}
          value={draft.value.body}
          onChange={(event) => draft.set({ body: event.currentTarget.value })}
        />
        {draft.value.body.trim() !== '' && (
          <div>
            <Button loading={write.isPending} onClick={() => write.mutate(draft.value.body.trim())}>
              {t('parties.notes.keep')}
            </Button>
          </div>
        )}
        {failure && <Failure error={failure} doing={write.isError ? 'writing' : 'reading'} />}
      </Stack>
      {notes.data?.pages
        .flatMap((page) => page.items)
        .map((note) => (
          <div key={note.id} className={classes.note}>
            <p>{note.body}</p>
            <div className={classes.noteFoot}>
              <span>{dateTime(note.at)}</span>
              <Button variant="subtle" color="gray" size="compact-xs" onClick={() => remove.mutate(note.id)}>
                {t('ui.delete')}
              </Button>
            </div>
          </div>
        ))}
      <More list={notes} />
    </Section>
  )
}

function useNotes(partyId: string) {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: usePartyKey(partyId, 'notes'),
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/notes', {
          params: { path: { ecosystemId, id: partyId }, query: pageParam ? { cursor: pageParam } : {} },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

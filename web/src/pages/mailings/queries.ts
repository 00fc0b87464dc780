import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'

type Schemas = components['schemas']
export type Mailing = NonNullable<Schemas['Mailing']>
export type MailingList = NonNullable<Schemas['MailingList']>
export type Recipient = NonNullable<Schemas['MailingRecipient']>
export type MailingChange = Schemas['MailingChange']
export type RecipientState = Recipient['state']

const POLL_MS = 1_000
const LIMIT = 50

/** The mailings, the latest first; asked for again each second while one is under way. */
export function useMailings() {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: ['mailings', ecosystemId],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/mailings', {
          params: { path: { ecosystemId }, query: { limit: LIMIT, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })
}

export function useMailing(id: string) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['mailing', ecosystemId, id],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/mailings/{id}', { params: { path: { ecosystemId, id } } })),
    refetchInterval: ({ state }) => (state.data?.state === 'sending' ? POLL_MS : false),
  })
}

export function useLists() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['mailing-lists', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/mailing-lists', { params: { path: { ecosystemId } } })),
  })
}

const VIEWS = 200

export function useViews() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['views', ecosystemId, 'all'],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/views', { params: { path: { ecosystemId }, query: { limit: VIEWS } } })),
  })
}

export function useFields() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['fields', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/fields', { params: { path: { ecosystemId } } })),
  })
}

/** Who would get a draft, as it is kept. */
export function useAudience({ id, version }: Mailing) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['mailing-audience', ecosystemId, id, version],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/mailings/{id}/audience', { params: { path: { ecosystemId, id } } })),
    retry: false,
  })
}

export function usePreview({ id, version }: Mailing, position: number) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['mailing-preview', ecosystemId, id, version, position],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/mailings/{id}/preview', { params: { path: { ecosystemId, id }, query: { position } } }),
      ),
    placeholderData: (before) => before,
    retry: false,
  })
}

export function useRecipients(id: string, state: RecipientState | undefined, version: string) {
  const { id: ecosystemId } = useEcosystem()
  return useInfiniteQuery({
    queryKey: ['mailing-recipients', ecosystemId, id, state, version],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/mailings/{id}/recipients', {
          params: {
            path: { ecosystemId, id },
            query: { limit: LIMIT, ...(state && { state }), ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: (before) => before,
  })
}

function useRefresh() {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return () => {
    for (const part of ['mailing', 'mailings', 'mailing-lists', 'mailing-recipients', 'events']) {
      queries.invalidateQueries({ queryKey: [part, ecosystemId] })
    }
  }
}

export function useListActions() {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const make = useMutation({
    mutationFn: (body: { name: string; ground: 'consent' | 'relationship' }) =>
      answer(api.POST('/api/ecosystems/{ecosystemId}/mailing-lists', { params: { path: { ecosystemId } }, body })),
    onSuccess: refresh,
  })
  const note = useMutation({
    mutationFn: ({ listId, ...body }: { listId: string; address: string; locale: 'en' | 'de'; told: string }) =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/mailing-lists/{id}/consents', { params: { path: { ecosystemId, id: listId } }, body }),
      ),
    onSuccess: refresh,
  })
  return { make, note }
}

export function useWriteMailing() {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ name, listId }: { name: string; listId: string }) => {
      const body = { name, listId, viewId: null, audience: 'both' as const, replyTo: null, languageField: null, texts: {} }
      return answer(api.POST('/api/ecosystems/{ecosystemId}/mailings', { params: { path: { ecosystemId } }, body }))
    },
    onSuccess: refresh,
  })
}

/** What can be done with a mailing. */
export function useMailingActions(id: string) {
  const { id: ecosystemId } = useEcosystem()
  const onSettled = useRefresh()
  const params = { path: { ecosystemId, id } }
  const path = '/api/ecosystems/{ecosystemId}/mailings/{id}' as const
  const save = useMutation({ mutationFn: (body: MailingChange) => answer(api.PATCH(path, { params, body })), onSettled })
  const remove = useMutation({ mutationFn: () => answer(api.DELETE(path, { params })), onSettled })
  const test = useMutation({ mutationFn: (position: number) => answer(api.POST(`${path}/test`, { params, body: { position } })) })
  const start = useMutation({
    mutationFn: (expected: number) => answer(api.POST(`${path}/sending`, { params, body: { expected } })),
    onSettled,
  })
  const pause = useMutation({ mutationFn: () => answer(api.POST(`${path}/pause`, { params })), onSettled })
  const resume = useMutation({ mutationFn: () => answer(api.POST(`${path}/resumption`, { params })), onSettled })
  const stop = useMutation({ mutationFn: () => answer(api.POST(`${path}/stop`, { params })), onSettled })
  const again = useMutation({
    mutationFn: (recipientId: string) =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/mailing-recipients/{id}/sending', { params: { path: { ecosystemId, id: recipientId } } }),
      ),
    onSettled,
  })
  const address = '/api/ecosystems/{ecosystemId}/mailing-recipients/{id}/bounce' as const
  const of = (recipientId: string) => ({ params: { path: { ecosystemId, id: recipientId } } })
  const mark = useMutation({ mutationFn: (recipientId: string) => answer(api.POST(address, of(recipientId))), onSettled })
  const clear = useMutation({ mutationFn: (recipientId: string) => answer(api.DELETE(address, of(recipientId))), onSettled })
  return { save, remove, test, start, pause, resume, stop, again, mark, clear }
}

export type MailingActions = ReturnType<typeof useMailingActions>

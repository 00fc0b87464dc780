import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import type { Meeting, NewMeeting } from '../../data/types.ts'

const PAGE = 50
const TASKS_MAX = 50

export type Direction = 'ahead' | 'past'

/** The meetings ahead, the next first, or those that are over, the latest first. */
export function useMeetings(direction: Direction) {
  const { id: ecosystemId } = useEcosystem()
  // one moment for as long as the page is open, so that its pages fit together
  const [now] = useState(() => new Date().toISOString())
  const range = direction === 'ahead' ? { from: now, order: 'first' as const } : { until: now, order: 'last' as const }
  return useInfiniteQuery({
    queryKey: ['meetings', ecosystemId, direction],
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/meetings', {
          params: { path: { ecosystemId }, query: { ...range, limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
}

export function useMeeting(id: string) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['meetings', ecosystemId, 'one', id],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/meetings/{id}', { params: { path: { ecosystemId, id } } })),
  })
}

export function useRefreshMeetings() {
  const queries = useQueryClient()
  const { id: ecosystemId } = useEcosystem()
  return () => {
    for (const key of ['meetings', 'events', 'party']) queries.invalidateQueries({ queryKey: [key, ecosystemId] })
  }
}

export function useSaveMeeting(meeting: Meeting | undefined) {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshMeetings()
  return useMutation({
    mutationFn: (body: NewMeeting) =>
      meeting === undefined
        ? answer(api.POST('/api/ecosystems/{ecosystemId}/meetings', { params: { path: { ecosystemId } }, body }))
        : answer(
            api.PATCH('/api/ecosystems/{ecosystemId}/meetings/{id}', {
              params: { path: { ecosystemId, id: meeting.id } },
              body: { ...body, version: meeting.version },
            }),
          ),
    onSuccess: refresh,
  })
}

/** What is done with a meeting that stands there: invite, call off, write down what came of it, erase that. */
export function useMeetingWork({ id, version }: Meeting) {
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshMeetings()
  const params = { path: { ecosystemId, id } }
  const invite = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/meetings/{id}/invitations', { params, body: { version } })),
    onSettled: refresh,
  })
  const cancel = useMutation({
    mutationFn: () => answer(api.POST('/api/ecosystems/{ecosystemId}/meetings/{id}/cancellation', { params, body: { version } })),
    onSuccess: refresh,
  })
  const report = useMutation({
    mutationFn: (body: { notes: string | null; cameIds: string[] }) =>
      answer(api.PUT('/api/ecosystems/{ecosystemId}/meetings/{id}/report', { params, body: { ...body, version } })),
    onSuccess: refresh,
  })
  const erase = useMutation({
    mutationFn: () =>
      answer(api.DELETE('/api/ecosystems/{ecosystemId}/meetings/{id}/report', { params: { ...params, query: { version } } })),
    onSuccess: refresh,
  })
  return { invite, cancel, report, erase }
}

/** The tasks that came out of a meeting, and how another is made of a line. */
export function useFollowUps(meeting: Meeting, ownerId: string | undefined) {
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const proposedBy = `meeting:${meeting.id}`
  const tasks = useQuery({
    queryKey: ['tasks', ecosystemId, proposedBy],
    queryFn: () =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/tasks', {
          params: { path: { ecosystemId }, query: { proposedBy, state: 'all', limit: TASKS_MAX } },
        }),
      ),
  })
  const came = meeting.parties.filter((party) => party.came && party.endedAt === null)
  // about the one organisation that came; of several nobody can tell which is meant
  const partyId = came.length === 1 ? came[0]!.id : null
  const make = useMutation({
    mutationFn: (title: string) =>
      answer(
        api.POST('/api/ecosystems/{ecosystemId}/tasks', {
          params: { path: { ecosystemId } },
          body: { title, ownerId: ownerId ?? null, partyId, proposedBy },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['tasks', ecosystemId] }),
  })
  return { tasks, make }
}

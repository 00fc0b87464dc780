import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { pauseUntilAskedAnew } from '../../data/reading-age.tsx'
import { useEcosystem } from '../../data/session.ts'
import { showUndo } from '../../ui/toast.tsx'

type Schemas = components['schemas']
export type Proposals = Schemas['IntroductionProposals']
export type Proposal = Schemas['IntroductionProposal']
export type Reason = Schemas['IntroductionReason']
export type NamedParty = Schemas['InsightParty']
export type Introduction = Schemas['Introduction']
export type NewIntroduction = Schemas['NewIntroduction']
export type Acceptance = Schemas['IntroductionAcceptance']
export type Decline = Schemas['IntroductionDecline']
export type Completion = Schemas['IntroductionCompletion']
export type Comparison = Schemas['IntroductionComparison']
export type Check = Schemas['IntroductionCheck']
export type List = NewIntroduction['list']

export const LISTS = ['trade', 'peers'] as const satisfies readonly List[]
export const DECLINE_REASONS = [
  'known',
  'too_far',
  'no_fit',
  'not_now',
  'not_wanted',
  'other',
] as const satisfies readonly Decline['reason'][]

const PATH = '/api/ecosystems/{ecosystemId}/introductions'
const EXEMPTIONS = '/api/ecosystems/{ecosystemId}/introduction-exemptions'
const LIMIT = 200

/** Everything of introductions, kept under one key, so that whatever is decided makes all of it fresh. */
function useScope() {
  const { id: ecosystemId } = useEcosystem()
  return { path: { ecosystemId }, key: ['introductions', ecosystemId] as const }
}

export function useProposals() {
  const { path, key } = useScope()
  return useQuery({
    queryKey: [...key, 'proposals'],
    queryFn: () => answer(api.GET(`${PATH}/proposals`, { params: { path } })),
    refetchInterval: ({ state }) => pauseUntilAskedAnew(state.data?.freshness),
  })
}

export function useIntroductions() {
  const { path, key } = useScope()
  return useQuery({
    queryKey: [...key, 'entered'],
    queryFn: async () => (await answer(api.GET(PATH, { params: { path, query: { limit: LIMIT } } }))).items,
  })
}

export function useComparison() {
  const { path, key } = useScope()
  return useQuery({ queryKey: [...key, 'comparison'], queryFn: () => answer(api.GET(`${PATH}/comparison`, { params: { path } })) })
}

/** Asked for by a press: it takes seconds of a processor. */
export function useCheck() {
  const { path } = useScope()
  return useMutation({ mutationFn: () => answer(api.GET(`${PATH}/check`, { params: { path } })) })
}

function useFresh() {
  const queries = useQueryClient()
  const { id: ecosystemId } = useEcosystem()
  // an introduction makes tasks and ties, and the answers of the map rest on these
  return () => Promise.all(['introductions', 'tasks', 'insight', 'ties', 'graph', 'events'].map((first) => queries.invalidateQueries({ queryKey: [first, ecosystemId] }))) // biome-ignore format: one line reads better
}

/** Takes back the last step of an introduction. */
export function useUndo() {
  const { path } = useScope()
  const fresh = useFresh()
  return async ({ id, acceptance, decline, completion }: Introduction) => {
    const step = completion ?? decline ?? acceptance
    if (step !== null) await answer(api.DELETE(`${PATH}/{id}/steps/{stepId}`, { params: { path: { ...path, id, stepId: step.id } } }))
    else await answer(api.DELETE(`${PATH}/{id}`, { params: { path: { ...path, id } } }))
    void fresh()
  }
}

/** A write that makes an introduction what it is now, said with the way back. */
function useStep<T>(send: (input: T) => Promise<Introduction>, said: 'accepted' | 'declined' | 'done' | 'entered') {
  const { t } = useTranslation()
  const { key } = useScope()
  const queries = useQueryClient()
  const fresh = useFresh()
  const undo = useUndo()
  return useMutation({
    mutationFn: send,
    onSuccess: (introduction) => {
      // a large map takes its time to be read again, and nobody should see a pair that is decided until then
      queries.setQueryData<Proposals>([...key, 'proposals'], (before) => before && without(before, introduction))
      void fresh()
      showUndo(t(`introductions.said.${said}`, { one: introduction.one.name, other: introduction.other.name }), () => undo(introduction))
    },
    // somebody else may have been faster: what is shown is old then
    onError: () => void fresh(),
  })
}

function without(proposals: Proposals, { one, other }: Introduction): Proposals {
  const isOther = ({ oneId, otherId }: Proposal) => !([oneId, otherId].includes(one.id) && [oneId, otherId].includes(other.id))
  return { ...proposals, trade: proposals.trade.filter(isOther), peers: proposals.peers.filter(isOther) }
}

/** What is decided on: a proposal, which is entered with the decision, or an introduction that somebody entered. */
export type Subject = { id: string } | Pick<NewIntroduction, 'oneId' | 'otherId' | 'list' | 'origin' | 'seal'>

export function useAccept(subject: Subject) {
  const { path } = useScope()
  return useStep((acceptance: Acceptance) => {
    if (!('id' in subject)) return answer(api.POST(PATH, { params: { path }, body: { ...subject, acceptance } }))
    return answer(api.POST(`${PATH}/{id}/acceptance`, { params: { path: { ...path, id: subject.id } }, body: acceptance }))
  }, 'accepted')
}

export function useDecline(subject: Subject) {
  const { path } = useScope()
  return useStep((decline: Decline) => {
    if (!('id' in subject)) return answer(api.POST(PATH, { params: { path }, body: { ...subject, decline } }))
    return answer(api.POST(`${PATH}/{id}/decline`, { params: { path: { ...path, id: subject.id } }, body: decline }))
  }, 'declined')
}

export function useComplete(id: string) {
  const { path } = useScope()
  return useStep((body: Completion) => answer(api.POST(`${PATH}/{id}/completion`, { params: { path: { ...path, id } }, body })), 'done')
}

export function useEnter() {
  const { path } = useScope()
  return useStep((body: NewIntroduction) => answer(api.POST(PATH, { params: { path }, body })), 'entered')
}

export function useLeaveOut() {
  const { t } = useTranslation()
  const { path } = useScope()
  const fresh = useFresh()
  const letIn = useLetIn()
  return useMutation({
    mutationFn: (body: { partyId: string; reason: string }) => answer(api.POST(EXEMPTIONS, { params: { path }, body })),
    onSuccess: async ({ id, party }) => {
      void fresh()
      showUndo(t('introductions.said.leftOut', { name: party.name }), () => letIn.mutateAsync(id))
    },
  })
}

export function useLetIn() {
  const { path } = useScope()
  const fresh = useFresh()
  return useMutation({
    mutationFn: (id: string) => answer(api.DELETE(`${EXEMPTIONS}/{id}`, { params: { path: { ...path, id } } })),
    onSuccess: fresh,
  })
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { answer as answered, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { onConnection } from '../../connection.ts'
import { useEcosystem } from '../../data/session.ts'
import { problemOf } from '../../problem.ts'
import { type Answer, createOutbox, type Outbox } from './outbox.ts'

export type Card = components['schemas']['SortingCard']
type Given = { key: string; card: Card; answer: Answer }

const CARDS_AT_ONCE = 12
/** Below this many cards in hand the next ones are fetched. */
const CARDS_LOW = 6
/** Fetching while many answers are under way would bring the same cards again. */
const LETTERS_MAX = 3

/**
 * The pile of cards: which one lies on top, how many there are, what becomes of an answer. An answer turns the card at once; it is sent
 * from an outbox that keeps it until the server has it.
 */
export function useDeck() {
  const { id: ecosystemId } = useEcosystem()
  const outbox = useOutbox(ecosystemId)
  const { letters, isWaiting, refusals } = useSyncExternalStore(outbox.listen, outbox.read)
  const { sorting, cards, renew } = usePile(ecosystemId)
  const [given, setGiven] = useState<readonly Given[]>([])
  const [returned, setReturned] = useState<readonly Card[]>([])
  const [resumed] = useState(() => new Set(letters.flatMap((letter) => (letter.kind === 'answer' ? [letter.partyId] : []))))
  const gone = new Set([...resumed, ...given.map(({ card }) => card.party.id)])
  const fresh = (cards.data ?? []).filter(({ party }) => !gone.has(party.id) && !returned.some((card) => card.party.id === party.id))
  const pile = [...returned, ...fresh]
  const mayHaveMore = (cards.data?.length ?? 0) === CARDS_AT_ONCE
  const { isFetching, isError, refetch } = cards
  const isLow = mayHaveMore && pile.length < CARDS_LOW && letters.length <= LETTERS_MAX && !isFetching && !isError
  useEffect(() => {
    if (isLow) void refetch()
  }, [isLow, refetch])
  const total = (sorting.data?.done ?? 0) + (sorting.data?.open ?? 0)

  return {
    sorting,
    cards,
    letters,
    isWaiting,
    refusals,
    total,
    done: Math.min(total, (sorting.data?.done ?? 0) + gone.size),
    skipped: (sorting.data?.skipped ?? 0) + given.filter(({ answer }) => answer === 'skip').length,
    top: pile[0],
    last: given.at(-1),
    sendAgain: outbox.send,
    forget: outbox.forget,
    say: (card: Card, answer: Answer) => {
      const key = newKey()
      setGiven((before) => [...before, { key, card, answer }])
      setReturned((before) => before.filter(({ party }) => party.id !== card.party.id))
      outbox.answer({ key, partyId: card.party.id, name: card.party.name, answer })
    },
    undo: () => {
      const last = given.at(-1)
      if (last === undefined) return
      setGiven((before) => before.slice(0, -1))
      setReturned((before) => [last.card, ...before])
      outbox.undo({ key: newKey(), of: last.key, name: last.card.party.name })
    },
    showSkipped: async () => {
      await answered(api.DELETE('/api/ecosystems/{ecosystemId}/sorting/skips', { params: { path: { ecosystemId } } }))
      resumed.clear()
      setGiven([])
      setReturned([])
      await renew()
    },
  }
}

/** How far it is, and the next cards. Neither is fetched behind one's back: a card must not change while it is looked at. */
function usePile(ecosystemId: string) {
  const queries = useQueryClient()
  const path = { ecosystemId }
  const once = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false } as const
  const sorting = useQuery({
    queryKey: ['sorting', ecosystemId, 'state'],
    queryFn: () => answered(api.GET('/api/ecosystems/{ecosystemId}/sorting', { params: { path } })),
    ...once,
  })
  const cards = useQuery({
    queryKey: ['sorting', ecosystemId, 'cards'],
    queryFn: async () => {
      const query = { limit: CARDS_AT_ONCE }
      return (await answered(api.GET('/api/ecosystems/{ecosystemId}/sorting/cards', { params: { path, query } }))).items
    },
    ...once,
  })
  const renew = () => queries.refetchQueries({ queryKey: ['sorting', ecosystemId] })
  return { sorting, cards, renew }
}

const boxes = new Map<string, Outbox>()

/** One outbox for each ecosystem, so that answers go on being sent when the page is left. */
function useOutbox(ecosystemId: string): Outbox {
  const queries = useQueryClient()
  const outbox = useMemo(() => {
    const box = boxes.get(ecosystemId) ?? createOutbox(localStorage, `tutti.sorting.${ecosystemId}`, postTo(ecosystemId))
    boxes.set(ecosystemId, box)
    return box
  }, [ecosystemId])
  useEffect(() => {
    void outbox.send()
    const stop = onConnection((isReached) => {
      if (isReached) void outbox.send()
    })
    return () => {
      stop()
      // the map, the ties and the kinds are other ones now
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
    }
  }, [outbox, queries])
  return outbox
}

function postTo(ecosystemId: string) {
  const headers = (key: string) => ({ 'idempotency-key': key })
  return {
    answer: async ({ key, partyId, answer }: { key: string; partyId: string; answer: Answer }) => {
      const params = { path: { ecosystemId } }
      const sent = api.POST('/api/ecosystems/{ecosystemId}/sorting/answers', { params, body: { partyId, answer }, headers: headers(key) })
      return (await answered(sent)).id
    },
    undo: (id: string, key: string) => {
      const params = { path: { ecosystemId, id } }
      return answered(api.DELETE('/api/ecosystems/{ecosystemId}/sorting/answers/{id}', { params, headers: headers(key) }))
    },
    isLost: (error: unknown) => problemOf(error).status === 0 || problemOf(error).status >= 500,
  }
}

// crypto.randomUUID exists on https and localhost only
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

import { queryOptions, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { answer, api } from '../api.ts'

/** Who is signed in, and which ecosystems they are in. */
export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => answer(api.GET('/api/me')), staleTime: 60_000 })

export function useMe() {
  return useQuery(meQuery)
}

export type Role = 'owner' | 'coordinator' | 'member' | 'viewer'
export type Ecosystem = { id: string; name: string; role: Role; partyId: string | null; timeZone: string }

export const EcosystemContext = createContext<Ecosystem | undefined>(undefined)

/** The ecosystem whose pages one is on. */
export function useEcosystem(): Ecosystem {
  const ecosystem = useContext(EcosystemContext)
  if (ecosystem === undefined) throw new Error('useEcosystem is for pages inside an ecosystem')
  return ecosystem
}

/** Whether this person may change what belongs to everybody. The server decides; this only spares people buttons that would be refused. */
export function useMayWrite(): boolean {
  const { role } = useEcosystem()
  return role === 'owner' || role === 'coordinator'
}

const KEPT = 'tutti.ecosystem'

export function rememberEcosystem(id: string): void {
  localStorage.setItem(KEPT, id)
}

export function lastEcosystem(): string | null {
  return localStorage.getItem(KEPT)
}

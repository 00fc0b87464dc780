import { useQuery } from '@tanstack/react-query'
import { answer, api } from '../api.ts'
import { useEcosystem } from './session.ts'

/** Who is left out of introductions, and why; kept with everything of introductions, so that whatever is decided there makes it fresh. */
export function useExemptions() {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['introductions', ecosystemId, 'exemptions'],
    queryFn: async () =>
      (await answer(api.GET('/api/ecosystems/{ecosystemId}/introduction-exemptions', { params: { path: { ecosystemId } } }))).items,
  })
}

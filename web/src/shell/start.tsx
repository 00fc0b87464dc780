import { Navigate } from 'react-router'
import { lastEcosystem, useMe } from '../data/session.ts'
import { Failure } from '../failure.tsx'
import { paths } from '../paths.ts'
import { problemOf } from '../problem.ts'
import { PageFrame } from '../ui/page-head.tsx'
import { Waiting } from './waiting.tsx'

/** Leads from /app to the ecosystem one was in last, to signing in, or to the first ecosystem of one's own. */
export function Start() {
  const me = useMe()
  if (me.isPending) return <Waiting />
  if (me.isError) {
    if (problemOf(me.error).status === 401) return <Navigate to={paths.signIn()} replace />
    return (
      <PageFrame>
        <Failure error={me.error} again={() => me.refetch()} />
      </PageFrame>
    )
  }
  const { ecosystems } = me.data
  const target = ecosystems.find(({ id }) => id === lastEcosystem()) ?? ecosystems[0]
  return <Navigate to={target === undefined ? paths.newEcosystem() : paths.home(target.id)} replace />
}

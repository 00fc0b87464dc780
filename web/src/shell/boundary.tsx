import { useTranslation } from 'react-i18next'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { Failure } from '../failure.tsx'
import { problemOf } from '../problem.ts'
import { PageFrame, usePageTitle } from '../ui/page-head.tsx'

/** Stands in for a page that failed; the rest of the workspace goes on. */
export function PageBoundary() {
  const { t } = useTranslation()
  const error = useRouteError()
  usePageTitle(t('shell.failed'))
  const told = isRouteErrorResponse(error) ? new Error(error.statusText) : error
  // after a release the files of an open page are gone from the server: loading it again fetches the new ones
  return (
    <PageFrame>
      <h1 className="tutti-visually-hidden">{t('shell.failed')}</h1>
      <Failure error={told} again={() => window.location.reload()} key={problemOf(told).code} />
    </PageFrame>
  )
}

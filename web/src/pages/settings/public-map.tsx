import { Button, CopyButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { useWork } from '../../data/use-work.ts'
import { Failure } from '../../failure.tsx'
import { Ask } from '../../ui/ask.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { showDone } from '../../ui/toast.tsx'
import { Corrections } from './public-corrections.tsx'
import { type Publication, usePublication, useRefresh } from './public-map-queries.ts'
import { PublicParties } from './public-parties.tsx'
import { PublicSettings } from './public-settings.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

/** What everybody may see: who, on what ground, with which fields, where, and what the organisations want corrected. */
export function Component() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const publication = usePublication()
  const { data } = publication
  const count = { count: data?.shown ?? 0, number: number(data?.shown ?? 0) }
  const sentence = data === undefined ? '' : data.openedAt === null ? t('public-map.closed', count) : t('public-map.open', count)
  return (
    <>
      <PageHead title={t('public-map.title')} answer={sentence} action={data && <OpenOrClose publication={data} />} />
      {publication.isError && <Failure error={publication.error} again={() => publication.refetch()} />}
      {data && (
        <>
          {data.waiting > 0 && <Corrections />}
          {data.openedAt !== null && <Address path={data.path} />}
          <PublicParties publication={data} />
          <PublicSettings key={data.version} publication={data} />
        </>
      )}
    </>
  )
}

function OpenOrClose({ publication: { openedAt } }: { publication: Publication }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefresh()
  const isOpen = openedAt !== null
  const work = useWork(async () => {
    const params = { params: { path: { ecosystemId } } }
    await answer(
      isOpen
        ? api.DELETE('/api/ecosystems/{ecosystemId}/publication/opening', params)
        : api.PUT('/api/ecosystems/{ecosystemId}/publication/opening', params),
    )
    await refresh()
    showDone(t(isOpen ? 'public-map.nowClosed' : 'public-map.nowOpen'))
  })
  return (
    <>
      <Button variant={isOpen ? 'default' : 'filled'} loading={work.busy} onClick={() => work.run()}>
        {t(isOpen ? 'public-map.close' : 'public-map.doOpen')}
      </Button>
      {work.error && <Failure error={work.error} />}
    </>
  )
}

/** Where it is, and what another site writes to show it. */
function Address({ path }: { path: string }) {
  const { t } = useTranslation()
  const { name } = useEcosystem()
  const address = `${location.origin}${path}`
  const frame = `<iframe src="${address}" title="${name.replaceAll('"', '&quot;')}" width="100%" height="800" loading="lazy"></iframe>`
  return (
    <Section title={t('public-map.address')} lead={t('public-map.embedWhy')}>
      <div>
        <Button component="a" href={path} target="_blank" rel="noreferrer" variant="default">
          {t('public-map.look')}
        </Button>
      </div>
      <Ask link={address} title={name} message={t('public-map.shareMap', { ecosystem: name })} />
      <output className={classes.secret}>{frame}</output>
      <div>
        <CopyButton value={frame}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'public-map.copied' : 'public-map.copyEmbed')}
            </Button>
          )}
        </CopyButton>
      </div>
    </Section>
  )
}

import { type ComponentType, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, Outlet, useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { useConnectionLost } from '../connection.ts'
import { type Ecosystem, EcosystemContext, rememberEcosystem, useMe } from '../data/session.ts'
import { Failure } from '../failure.tsx'
import { paths, withParty } from '../paths.ts'
import { problemOf } from '../problem.ts'
import { TimeZone } from '../ui/format.ts'
import { PageFrame, TitleSuffix } from '../ui/page-head.tsx'
import { BottomBar, SideBar, TopBar } from './navigation.tsx'
import { Component as NotFound } from './not-found.tsx'
import { openPalette, Palette } from './palette.tsx'
import { SampleStrip } from './sample-strip.tsx'
import classes from './shell.module.css'
import { Shortcuts } from './shortcuts.tsx'
import { Waiting } from './waiting.tsx'

export type PartyPanelProps = { partyId: string; onClose: () => void }

/** What stands around every page of an ecosystem: navigation, palette, keys, the side panel, and who and where one is. */
export function Shell({ PartyPanel }: { PartyPanel?: ComponentType<PartyPanelProps> }) {
  const me = useMe()
  const { ecosystemId } = useParams()
  const { pathname, search } = useLocation()
  const ecosystem: Ecosystem | undefined = me.data?.ecosystems.find(({ id }) => id === ecosystemId)
  useEffect(() => {
    if (ecosystem !== undefined) rememberEcosystem(ecosystem.id)
  }, [ecosystem])
  if (me.isPending) return <Waiting />
  if (me.isError) {
    if (problemOf(me.error).status === 401) return <Navigate to={paths.signIn(pathname + search)} replace />
    return (
      <PageFrame>
        <Failure error={me.error} again={() => me.refetch()} />
      </PageFrame>
    )
  }
  if (ecosystem === undefined)
    return (
      <main>
        <NotFound />
      </main>
    )
  return (
    <EcosystemContext value={ecosystem}>
      <TimeZone value={ecosystem.timeZone}>
        <TitleSuffix value={`${ecosystem.name} · Tutti`}>
          <Frame>{PartyPanel && <OpenParty PartyPanel={PartyPanel} />}</Frame>
        </TitleSuffix>
      </TimeZone>
    </EcosystemContext>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const lost = useConnectionLost()
  const main = useFocusOnArrival()
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        {t('shell.skip')}
      </a>
      {lost && (
        <div role="alert" className={classes.banner}>
          {t('shell.connectionLost')}
        </div>
      )}
      <TopBar onFind={openPalette} />
      <SideBar onFind={openPalette} />
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <div className={classes.content}>
          <Suspense fallback={<Waiting />}>
            <Outlet />
          </Suspense>
        </div>
        <SampleStrip />
      </main>
      <BottomBar />
      {children}
      <Palette />
      <Shortcuts />
    </div>
  )
}

/** The panel that `?party=` asks for. Closing it leaves the rest of the address, so filters and views stay. */
function OpenParty({ PartyPanel }: { PartyPanel: ComponentType<PartyPanelProps> }) {
  const [query] = useSearchParams()
  const { search } = useLocation()
  const navigate = useNavigate()
  const partyId = query.get('party')
  if (partyId === null) return null
  return (
    <Suspense fallback={null}>
      <PartyPanel
        key={partyId}
        partyId={partyId}
        onClose={() => navigate({ search: withParty(search, null) }, { preventScrollReset: true })}
      />
    </Suspense>
  )
}

/** Moves the focus to the page after going to another one, so that a screen reader starts there and Tab goes on from there. */
function useFocusOnArrival() {
  const main = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    // whoever has opened the palette in the meantime goes on typing there
    if (document.querySelector('[aria-modal="true"]') === null) main.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname])
  return main
}

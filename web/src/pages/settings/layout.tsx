import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Outlet, useLocation } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { PageFrame } from '../../ui/page-head.tsx'
import classes from './settings.module.css'

/** What stands around the settings of an ecosystem: the way from one to the next. */
export function Component() {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  const list = useRef<HTMLUListElement>(null)
  const { pathname } = useLocation()
  // on a phone the row is longer than the window: where one is has to be seen in it
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address marks another of the links
  useEffect(() => {
    // not returned: in newer browsers it answers a promise, which is no way to clean up
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  const tabs = [
    { name: 'ecosystem', to: paths.settings(id) },
    ...(mayWrite ? [{ name: 'people', to: paths.people(id) }] : []),
    ...(mayWrite ? [{ name: 'vocabulary', to: paths.vocabulary(id) }] : []),
    ...(mayWrite ? [{ name: 'publicMap', to: paths.publicMap(id) }] : []),
    ...(mayWrite ? [{ name: 'processing', to: paths.processing(id) }] : []),
    { name: 'rights', to: paths.rights(id) },
    { name: 'keys', to: paths.keys(id) },
    { name: 'removed', to: paths.removed(id) },
    ...(mayWrite ? [{ name: 'activity', to: paths.activity(id) }] : []),
  ]
  return (
    <PageFrame>
      <nav aria-label={t('settings.title')}>
        <ul ref={list} className={classes.tabs}>
          {tabs.map(({ name, to }) => (
            <li key={name}>
              <NavLink to={to} end>
                {t(`settings.tabs.${name}`)}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </PageFrame>
  )
}

import { Drawer, Tooltip } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { IconDots, IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useEcosystem, useMayWrite } from '../data/session.ts'
import { EcosystemMenu } from './ecosystem-menu.tsx'
import { PersonMenu } from './person-menu.tsx'
import { PLACES } from './places.ts'
import classes from './shell.module.css'

const RAIL = '(min-width: 48.01em) and (max-width: 75em)'

/** The navigation at the side: full on a desk, a rail of icons in between. */
export function SideBar({ onFind }: { onFind: () => void }) {
  const { t } = useTranslation()
  const rail = useMediaQuery(RAIL, false, { getInitialValueInEffect: false }) ?? false
  return (
    <nav className={classes.side} aria-label={t('shell.navigation')}>
      <EcosystemMenu />
      <button type="button" className={classes.find} onClick={onFind}>
        <IconSearch size={16} aria-hidden="true" />
        <span>{t('shell.find')}</span>
        <kbd>{isMac() ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <ul className={classes.links}>
        {usePlaces().map(({ place, Icon, to, begins }) => (
          <li key={place} data-begins={begins}>
            <Tooltip label={t(`shell.places.${place}`)} position="right" disabled={!rail}>
              <NavLink to={to} end={place === 'home'} className={`${classes.link}`}>
                <Icon size={18} stroke={1.75} aria-hidden="true" />
                <span>{t(`shell.places.${place}`)}</span>
              </NavLink>
            </Tooltip>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <PersonMenu />
      </div>
    </nav>
  )
}

/** The bar at the top of a phone. */
export function TopBar({ onFind }: { onFind: () => void }) {
  const { t } = useTranslation()
  return (
    <nav className={classes.top} aria-label={t('shell.topNavigation')}>
      <EcosystemMenu />
      <button type="button" className={classes.link} style={{ width: 44, height: 44 }} onClick={onFind} aria-label={t('shell.find')}>
        <IconSearch size={20} aria-hidden="true" />
      </button>
      <PersonMenu compact />
    </nav>
  )
}

/** The bar under the thumb on a phone: four places, and the rest behind the fifth. */
export function BottomBar() {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure()
  const places = usePlaces()
  return (
    <nav className={classes.bottom} aria-label={t('shell.bottomNavigation')}>
      {places
        .filter(({ phone }) => phone)
        .map(({ place, Icon, to }) => (
          <NavLink key={place} to={to} end={place === 'home'}>
            <Icon size={22} stroke={1.75} aria-hidden="true" />
            <span>{t(`shell.short.${place}`)}</span>
          </NavLink>
        ))}
      <button type="button" onClick={open} aria-haspopup="dialog">
        <IconDots size={22} stroke={1.75} aria-hidden="true" />
        <span>{t('shell.more')}</span>
      </button>
      <Drawer
        opened={opened}
        onClose={close}
        position="bottom"
        size="auto"
        title={t('shell.more')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <div className={classes.sheet}>
          {places
            .filter(({ phone }) => !phone)
            .map(({ place, Icon, to }) => (
              <NavLink key={place} to={to} className={`${classes.link}`} onClick={close}>
                <Icon size={20} stroke={1.75} aria-hidden="true" />
                <span>{t(`shell.places.${place}`)}</span>
              </NavLink>
            ))}
        </div>
      </Drawer>
    </nav>
  )
}

/** The places of this ecosystem that this person can use. */
export function usePlaces() {
  const { id } = useEcosystem()
  const writes = useMayWrite()
  return PLACES.filter(({ writers }) => !writers || writes).map((place) => ({ ...place, to: place.path(id) }))
}

function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform)
}

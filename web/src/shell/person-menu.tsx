import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useMe } from '../data/session.ts'
import { changeLanguage, LANGUAGES, type Language } from '../i18n.ts'
import { paths } from '../paths.ts'
import classes from './shell.module.css'

const SCHEMES = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop } as const satisfies Record<MantineColorScheme, unknown>

/** The person signed in: account, language, light and dark. */
export function PersonMenu({ compact = false }: { compact?: boolean }) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const name = me.data?.person.name ?? ''
  return (
    <Menu position={compact ? 'bottom-end' : 'top-start'} width={220} closeOnItemClick={false}>
      <Menu.Target>
        <button
          type="button"
          className={classes.link}
          aria-label={t('shell.person', { name })}
          style={compact ? { width: 44, height: 44, flex: 'none' } : undefined}
        >
          <IconUserCircle size={compact ? 22 : 18} stroke={1.75} aria-hidden="true" />
          {!compact && <span>{name}</span>}
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('shell.person', { name })}>
        <Menu.Item component={Link} to={paths.account()}>
          {t('shell.account')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {Object.entries(LANGUAGES).map(([language, label]) => (
          <Menu.Item
            key={language}
            lang={language}
            rightSection={i18n.language === language ? <IconCheck size={16} aria-label={t('shell.chosen')} /> : undefined}
            onClick={() => changeLanguage(language as Language)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('shell.scheme.label')}</Menu.Label>
        {(Object.keys(SCHEMES) as MantineColorScheme[]).map((scheme) => {
          const Icon = SCHEMES[scheme]
          return (
            <Menu.Item
              key={scheme}
              leftSection={<Icon size={16} aria-hidden="true" />}
              rightSection={colorScheme === scheme ? <IconCheck size={16} aria-label={t('shell.chosen')} /> : undefined}
              onClick={() => setColorScheme(scheme)}
            >
              {t(`shell.scheme.${scheme}`)}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}

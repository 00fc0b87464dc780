import { Menu } from '@mantine/core'
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMe } from '../data/session.ts'
import { paths } from '../paths.ts'
import { Mark } from '../ui/mark.tsx'
import classes from './shell.module.css'

/** The ecosystem one is in, and the way to the others. */
export function EcosystemMenu() {
  const { t } = useTranslation()
  const here = useEcosystem()
  const me = useMe()
  return (
    <Menu position="bottom-start" width={248}>
      <Menu.Target>
        <button type="button" className={classes.ecosystem} aria-label={t('shell.ecosystem', { name: here.name })}>
          <span className={classes.ecosystemMark}>
            <Mark size={26} />
          </span>
          <span className={classes.ecosystemName}>{here.name}</span>
          <IconSelector size={16} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('shell.ecosystems')}>
        {me.data?.ecosystems.map(({ id, name }) => (
          <Menu.Item
            key={id}
            component={Link}
            to={paths.home(id)}
            rightSection={id === here.id ? <IconCheck size={16} aria-label={t('shell.here')} /> : undefined}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component={Link} to={paths.newEcosystem()} leftSection={<IconPlus size={16} aria-hidden="true" />}>
          {t('shell.newEcosystem')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

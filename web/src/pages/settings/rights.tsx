import { SegmentedControl, Table } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { type Role, useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import type { Language } from '../../i18n.ts'
import { PageHead } from '../../ui/page-head.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const ROLES: readonly Role[] = ['owner', 'coordinator', 'member', 'viewer']
const SIGNS = { all: '●', own: '◐', none: '○' } as const

/** The one table of rights: as sentences for a role, and whole. */
export function Component() {
  const { t, i18n } = useTranslation()
  const { id: ecosystemId, role: ownRole } = useEcosystem()
  const [role, setRole] = useState<Role>(ownRole)
  const locale = i18n.language as Language
  const rights = useQuery({
    queryKey: ['rights', ecosystemId, locale],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/rights', { params: { path: { ecosystemId }, query: { locale } } })),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <>
      <PageHead title={t('settings.rights.title')} answer={t('settings.rights.answer', { role: t(`account.roles.${ownRole}`) })} />
      {rights.isError && <Failure error={rights.error} again={() => rights.refetch()} />}
      <Section title={t('settings.rights.aloud')} lead={t('settings.rights.aloudLead')}>
        <div className={classes.scroll}>
          <SegmentedControl
            aria-label={t('settings.role')}
            value={role}
            onChange={(value) => setRole(value as Role)}
            data={ROLES.map((value) => ({ value, label: t(`settings.rights.short.${value}`) }))}
          />
        </div>
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {rights.data?.items.map(({ right, sentences }) => (
            <li key={right}>{sentences[role]}</li>
          ))}
        </ul>
      </Section>
      <Section wide title={t('settings.rights.table')} lead={t('settings.rights.signs', SIGNS)}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={classes.scroll} aria-label={t('settings.rights.roles')} tabIndex={0}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('settings.rights.right')}</Table.Th>
                {ROLES.map((name) => (
                  <Table.Th key={name} scope="col">
                    {t(`settings.rights.short.${name}`)}
                  </Table.Th>
                ))}
                <Table.Th scope="col">{t('settings.rights.scope')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rights.data?.items.map(({ right, reach, scope }) => (
                <Table.Tr key={right}>
                  <Table.Th scope="row">
                    <code>{right}</code>
                  </Table.Th>
                  {ROLES.map((name) => (
                    <Table.Td key={name}>
                      <span aria-hidden="true">{SIGNS[reach[name]]}</span> {t(`settings.rights.reach.${reach[name]}`)}
                    </Table.Td>
                  ))}
                  <Table.Td>{scope === null ? t('settings.rights.noKey') : <code>{scope}</code>}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </Section>
    </>
  )
}

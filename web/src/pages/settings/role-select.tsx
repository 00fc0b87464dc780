import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../data/session.ts'

const ROLES: readonly Role[] = ['owner', 'coordinator', 'member', 'viewer']

/** The four roles, each with what it means. Only an owner makes owners. */
export function RoleSelect({ value, onChange, withOwner }: { value: Role; onChange: (role: Role) => void; withOwner: boolean }) {
  const { t } = useTranslation()
  const data = ROLES.filter((role) => withOwner || role !== 'owner').map((role) => ({ value: role, label: t(`account.roles.${role}`) }))
  return (
    <Select
      label={t('settings.role')}
      description={t(`settings.roleMeans.${value}`)}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      data={data}
      value={value}
      allowDeselect={false}
      onChange={(role) => onChange(role as Role)}
    />
  )
}

import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core'
import { IconBookmark, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import { usePhone } from '../../ui/phone.ts'
import { showDone, showFailed, showUndo } from '../../ui/toast.tsx'
import { type Filter, filterQuery } from './filter.ts'
import classes from './map.module.css'
import type { Mode } from './settings.ts'

type Props = { filter: Filter; mode: Mode; search: URLSearchParams }

/** Views that were kept, each a link; keeping this one. */
export function ViewsMenu({ filter, mode, search }: Props) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const path = { ecosystemId }
  const phone = usePhone()
  const [opened, setOpened] = useState(false)
  const asked = useQuery({
    queryKey: ['views', ecosystemId],
    queryFn: () => answer(api.GET('/api/ecosystems/{ecosystemId}/views', { params: { path, query: { limit: 100 } } })),
    enabled: opened,
  })
  const views = asked.data?.items ?? []
  const remove = useRemove()
  const mayShare = useMayWrite()
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus shadow="md">
      <Popover.Target>
        {phone ? (
          <ActionIcon size="lg" variant="default" aria-label={t('map.views.title')} onClick={() => setOpened(!opened)}>
            <IconBookmark size={18} />
          </ActionIcon>
        ) : (
          <Button variant="default" leftSection={<IconBookmark size={16} aria-hidden="true" />} onClick={() => setOpened(!opened)}>
            {t('map.views.title')}
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown aria-label={t('map.views.title')}>
        {views.length === 0 && <p className={classes.hint}>{t('map.views.none')}</p>}
        <ul className={classes.views}>
          {views.map((view) => (
            <li key={view.id}>
              <Link to={`${paths.map(ecosystemId)}?${String(view.settings.search ?? '')}`} onClick={() => setOpened(false)}>
                {view.name}
              </Link>
              {view.isOwn && (mayShare || !view.shared) && (
                <ActionIcon
                  variant="subtle"
                  size="sm"
                  aria-label={t('map.views.remove', { name: view.name })}
                  onClick={() => remove(view.id)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        <KeepView filter={filter} mode={mode} search={search} />
      </Popover.Dropdown>
    </Popover>
  )
}

function KeepView({ filter, mode, search }: Props) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const mayShare = useMayWrite()
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const keep = async (event: FormEvent) => {
    event.preventDefault()
    const params = new URLSearchParams(search)
    params.delete('party')
    params.set('view', mode)
    const body = { name: name.trim(), mode, filter: filterQuery(filter), settings: { search: params.toString() }, shared }
    try {
      await answer(api.POST('/api/ecosystems/{ecosystemId}/views', { params: { path: { ecosystemId } }, body }))
      await queries.invalidateQueries({ queryKey: ['views', ecosystemId] })
      setName('')
      showDone(t('map.views.kept'))
    } catch {
      showFailed(t('map.views.failed'))
    }
  }
  return (
    <form className={classes.settings} onSubmit={keep}>
      <TextInput label={t('map.views.name')} value={name} maxLength={100} onChange={(event) => setName(event.currentTarget.value)} />
      {mayShare && <Checkbox label={t('map.views.shared')} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />}
      <Button type="submit" disabled={name.trim() === ''}>
        {t('map.views.keep')}
      </Button>
    </form>
  )
}

function useRemove() {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  return async (id: string) => {
    const params = { path: { ecosystemId, id } }
    const again = () => queries.invalidateQueries({ queryKey: ['views', ecosystemId] })
    try {
      await answer(api.DELETE('/api/ecosystems/{ecosystemId}/views/{id}', { params }))
      await again()
      showUndo(t('map.views.removed'), async () => {
        await answer(api.POST('/api/ecosystems/{ecosystemId}/views/{id}/restoration', { params }))
        await again()
      })
    } catch {
      showFailed(t('map.views.failed'))
    }
  }
}

import { Button, Menu, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../../api.ts'
import type { components } from '../../../api-types.ts'
import { useEcosystem } from '../../../data/session.ts'
import { KindShape } from '../../../ui/kind-shape.tsx'
import { showFailed, showUndo } from '../../../ui/toast.tsx'
import { useNames } from '../names.ts'
import tableClasses from '../table.module.css'

type Change = NonNullable<components['schemas']['BulkChange']>['change']
const MOST = 1000

/** What can be done to all chosen rows at once; everything can be undone. */
export function BulkBar({ chosen, onDone }: { chosen: ReadonlySet<string>; onDone: (clear: boolean) => void }) {
  const { t } = useTranslation()
  const names = useNames()
  const [tag, setTag] = useState('')
  const act = useBulk(chosen, onDone)
  const addTag = (event: FormEvent) => {
    event.preventDefault()
    if (tag.trim() !== '') void act({ addTag: tag.trim() })
    setTag('')
  }
  const kinds = (change: (kind: string) => Change) =>
    names.kinds.map((kind) => (
      <Menu.Item key={kind.key} leftSection={<KindShape kind={kind} size={14} />} onClick={() => act(change(kind.key))}>
        {kind.label}
      </Menu.Item>
    ))
  return (
    <section className={tableClasses.bulk} aria-label={t('map.bulk.label')}>
      <b>{t('map.bulk.chosen', { count: chosen.size })}</b>
      <form onSubmit={addTag}>
        <TextInput
          size="xs"
          aria-label={t('map.bulk.tag')}
          placeholder={t('map.bulk.tag')}
          value={tag}
          onChange={(event) => setTag(event.currentTarget.value)}
        />
      </form>
      <Menu withinPortal={false} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button size="compact-sm" variant="default">
            {t('map.bulk.kind')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('map.bulk.addKind')}</Menu.Label>
          {kinds((addKind) => ({ addKind }))}
          <Menu.Label>{t('map.bulk.removeKind')}</Menu.Label>
          {kinds((removeKind) => ({ removeKind }))}
        </Menu.Dropdown>
      </Menu>
      <Button size="compact-sm" variant="default" onClick={() => act({ end: true })}>
        {t('map.bulk.end')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={() => onDone(true)}>
        {t('map.bulk.clear')}
      </Button>
    </section>
  )
}

function useBulk(chosen: ReadonlySet<string>, onDone: (clear: boolean) => void) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const queries = useQueryClient()
  const send = (ids: string[], change: Change) =>
    answer(api.POST('/api/ecosystems/{ecosystemId}/parties/bulk', { params: { path: { ecosystemId } }, body: { ids, change } }))
  const refresh = async () => {
    for (const part of ['map', 'facets', 'party', 'insight']) void queries.invalidateQueries({ queryKey: [part, ecosystemId] })
    onDone(false)
  }
  return async (change: Change) => {
    const ids = [...chosen].slice(0, MOST)
    try {
      const { changed, undo } = await send(ids, change)
      if ('end' in change) onDone(true)
      await refresh()
      if (undo)
        showUndo(t('map.bulk.done', { count: changed }), async () => {
          await send(undo.ids, undo.change)
          await refresh()
        })
    } catch {
      showFailed(t('map.bulk.failed'))
    }
  }
}

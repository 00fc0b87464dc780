import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowMerge, IconArrowsMove, IconChecklist, IconDots, IconMessagePlus, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { answer, api } from '../../api.ts'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import type { Party } from '../../data/types.ts'
import { paths } from '../../paths.ts'
import { explain } from '../../problem.ts'
import { showFailed, showUndo } from '../../ui/toast.tsx'
import { EditParty } from './edit-party.tsx'
import { LogInteraction } from './log-interaction.tsx'
import { Merge } from './merge.tsx'
import { useRefreshParty } from './queries.ts'
import classes from './story.module.css'

/** What can be done with a party: note that one met, correct it, and behind the dots what is seldom done. */
export function StoryActions({ party, onGone }: { party: Party; onGone: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId, role, partyId } = useEcosystem()
  const writes = useMayWrite()
  const isOwn = role === 'member' && partyId === party.id
  const [open, setOpen] = useState<'log' | 'edit' | 'merge'>()
  const remove = useRemove(party, onGone)
  if (!writes && !isOwn) return null
  const close = () => setOpen(undefined)
  return (
    <>
      <div className={classes.actions}>
        <Button leftSection={<IconMessagePlus size={16} aria-hidden="true" />} onClick={() => setOpen('log')}>
          {t('parties.interaction.log')}
        </Button>
        <Button variant="default" leftSection={<IconPencil size={16} aria-hidden="true" />} onClick={() => setOpen('edit')}>
          {t('ui.edit')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={t('parties.more')}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown aria-label={t('parties.more')}>
            <Menu.Item
              component={Link}
              to={`${paths.tasks(ecosystemId)}?new&about=${party.id}`}
              leftSection={<IconChecklist size={16} aria-hidden="true" />}
            >
              {t('parties.makeTask')}
            </Menu.Item>
            {writes && (
              <Menu.Item
                component={Link}
                to={(party.latitude === null ? paths.placing : paths.moving)(ecosystemId, party.id)}
                leftSection={<IconArrowsMove size={16} aria-hidden="true" />}
              >
                {t(party.latitude === null ? 'map.placing.label' : 'map.placing.moveShort')}
              </Menu.Item>
            )}
            {writes && (
              <Menu.Item leftSection={<IconArrowMerge size={16} aria-hidden="true" />} onClick={() => setOpen('merge')}>
                {t('parties.merge.open')}
              </Menu.Item>
            )}
            {writes && (
              <Menu.Item color="danger" leftSection={<IconTrash size={16} aria-hidden="true" />} onClick={() => remove.mutate()}>
                {t('parties.remove')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      {open === 'log' && <LogInteraction party={party} onEnd={close} />}
      {open === 'edit' && <EditParty party={party} onEnd={close} />}
      {open === 'merge' && <Merge party={party} onEnd={close} onGone={onGone} />}
    </>
  )
}

function useRemove(party: Party, onGone: () => void) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshParty()
  const path = { ecosystemId, id: party.id }
  return useMutation({
    mutationFn: () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/parties/{id}', { params: { path } })),
    onSuccess: () => {
      refresh()
      onGone()
      showUndo(t('parties.removed', { name: party.name }), async () => {
        refresh(await answer(api.POST('/api/ecosystems/{ecosystemId}/parties/{id}/restoration', { params: { path } })))
      })
    },
    onError: (error) => showFailed(explain(t, error, 'reading').what),
  })
}

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import classes from './pieces.module.css'

const SHOWN_MS = 8_000

/** Says in a corner that something was done. */
export function showDone(message: string): void {
  notifications.show({ message, autoClose: 4_000, withBorder: true, role: 'status', closeButtonProps: closing() })
}

/** Says in a corner that something failed where there is no better place; a form shows its refusal at the form. */
export function showFailed(message: string): void {
  notifications.show({ message, color: 'danger', autoClose: SHOWN_MS, withBorder: true, role: 'alert', closeButtonProps: closing() })
}

/** Says that something was done and offers to undo it, instead of asking beforehand whether one is sure. */
export function showUndo(message: string, undo: () => Promise<unknown>): void {
  const id = `undo-${Math.random().toString(36).slice(2)}`
  const act = async () => {
    notifications.hide(id)
    try {
      await undo()
      showDone(i18next.t('ui.undone'))
    } catch {
      showFailed(i18next.t('ui.undoFailed'))
    }
  }
  notifications.show({
    id,
    autoClose: SHOWN_MS,
    withBorder: true,
    role: 'status',
    closeButtonProps: closing(),
    message: (
      <div className={classes.undo}>
        <span>{message}</span>
        <Button variant="subtle" size="compact-sm" onClick={act}>
          {i18next.t('ui.undo')}
        </Button>
      </div>
    ),
  })
}

function closing() {
  return { 'aria-label': i18next.t('ui.close') }
}

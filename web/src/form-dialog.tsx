import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from './failure.tsx'

type Props = {
  title: string
  size?: 'md' | 'lg'
  /** What the button that sends says. */
  action: string
  onSend: () => void
  isSending: boolean
  maySend?: boolean
  /** Why it was refused; what was typed stays. */
  error: unknown
  onEnd: () => void
  children: ReactNode
}

/** A form over the page: its fields, why it was refused, and the two ways out. */
export function FormDialog({ title, size = 'md', action, onSend, isSending, maySend = true, error, onEnd, children }: Props) {
  const { t } = useTranslation()
  return (
    <Modal opened onClose={onEnd} size={size} title={title} closeButtonProps={{ 'aria-label': t('ui.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSend()
        }}
      >
        <Stack gap="sm">
          {children}
          {Boolean(error) && <Failure error={error} doing="writing" />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onEnd}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" loading={isSending} disabled={!maySend}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

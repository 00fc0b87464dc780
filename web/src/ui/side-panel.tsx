import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { usePhone } from './phone.ts'
import classes from './side-panel.module.css'

/** How much of the right edge the panel covers, as side-panel.module.css has it. */
export const SIDE_PANEL_PX = 440

type Props = {
  /** Said by screen readers and shown in small above the story. */
  label: string
  onClose: () => void
  /** Links beside the cross: open as a page, edit. */
  tools?: ReactNode
  children: ReactNode
}

/**
 * The panel at the right edge, 440 wide, which leaves the page beside it usable; on a phone a sheet over the whole screen. Escape
 * closes it and the focus returns to where it was.
 */
export function SidePanel({ label, onClose, tools, children }: Props) {
  const { t } = useTranslation()
  const phone = usePhone()
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  useEffect(() => {
    // a menu or dialog that is open above the panel takes its own Escape first
    const close = (event: KeyboardEvent) => {
      if (
        event.key === 'Escape' &&
        !event.defaultPrevented &&
        document.querySelector('[aria-modal="true"]:not([data-side-panel])') === null
      )
        onClose()
    }
    window.addEventListener('keydown', close)
    return () => window.removeEventListener('keydown', close)
  }, [onClose])
  const role = phone ? ({ role: 'dialog', 'aria-modal': true } as const) : ({ role: 'complementary' } as const)
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles it can have take a label
    <div ref={panel} tabIndex={-1} className={classes.panel} aria-label={label} data-side-panel {...role}>
      <div className={classes.bar}>
        <span className={classes.barTitle}>{label}</span>
        <span>
          {tools}
          <ActionIcon onClick={onClose} aria-label={t('ui.close')}>
            <IconX size={18} />
          </ActionIcon>
        </span>
      </div>
      <div className={classes.body}>{children}</div>
    </div>
  )
}

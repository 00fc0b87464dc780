import { Anchor } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import classes from './insight.module.css'

const SHOWN = 6

/** Rows of evidence, the first few of them until one asks for all that were sent; `total` may be more. */
export function FirstFew({ rows, total }: { rows: readonly ReactNode[]; total: number }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  return (
    <>
      <ul className={classes.ranking}>{open ? rows : rows.slice(0, SHOWN)}</ul>
      {rows.length > SHOWN && (
        <Anchor component="button" type="button" size="sm" mt="xs" onClick={() => setOpen(!open)}>
          {open ? t('insight.evidence.showFewer') : t('insight.evidence.showAll', { number: number(total) })}
        </Anchor>
      )}
      {(open || rows.length <= SHOWN) && total > rows.length && (
        <p className={classes.quiet}>{t('insight.evidence.andMore', { number: number(total - rows.length) })}</p>
      )}
    </>
  )
}

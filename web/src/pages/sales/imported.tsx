import { Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { FormDialog } from '../../form-dialog.tsx'
import { paths } from '../../paths.ts'
import { showDone } from '../../ui/toast.tsx'
import { type SaleImport, useImports, useUndoing } from './queries.ts'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

/** Files that were booked, and the way back for each. */
export function Imported() {
  const { t } = useTranslation()
  const imports = useImports()
  const [undoing, setUndoing] = useState<SaleImport>()
  if (imports.data?.length === 0) return null
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('sales.import.before')}</h2>
      {imports.isPending && <Skeleton height={80} aria-hidden="true" />}
      {imports.isError && <Failure error={imports.error} again={() => imports.refetch()} />}
      <ul className={classes.list}>
        {imports.data?.map((one) => (
          <ImportRow key={one.id} one={one} onUndo={() => setUndoing(one)} />
        ))}
      </ul>
      {undoing && <UndoDialog one={undoing} onEnd={() => setUndoing(undefined)} />}
    </section>
  )
}

function ImportRow({ one, onUndo }: { one: SaleImport; onUndo: () => void }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const { amount, dateTime } = useAmounts(one.asset)
  const { id, name, ruleName, gross, booked, importedAt, importedBy, undoneAt } = one
  return (
    <li className={classes.row}>
      <Link to={`${paths.sales(ecosystemId)}?importId=${id}`} className={classes.name ?? ''}>
        {name}
      </Link>
      <span className={`${classes.figures} ${undoneAt === null ? '' : classes.struck}`}>{amount(gross)}</span>
      <p className={classes.why}>
        {t('sales.import.booked', { count: booked })} · {ruleName} · {dateTime(importedAt)}
        {importedBy !== null && ` · ${importedBy}`}
      </p>
      {undoneAt === null ? (
        <Button variant="subtle" size="compact-sm" onClick={onUndo}>
          {t('sales.import.undo')}
        </Button>
      ) : (
        <span className={classes.small}>{t('sales.import.undone', { moment: dateTime(undoneAt) })}</span>
      )}
    </li>
  )
}

function UndoDialog({ one, onEnd }: { one: SaleImport; onEnd: () => void }) {
  const { t } = useTranslation()
  const undo = useUndoing()
  const send = () =>
    undo.mutate(one.id, {
      onSuccess: () => {
        showDone(t('sales.import.undoneNow', { name: one.name }))
        onEnd()
      },
    })
  return (
    <FormDialog
      title={t('sales.import.undoTitle', { name: one.name })}
      action={t('sales.import.undo')}
      onSend={send}
      isSending={undo.isPending}
      error={undo.error}
      onEnd={onEnd}
    >
      <p className={classes.quiet}>{t('sales.import.undoWhy', { count: one.booked })}</p>
    </FormDialog>
  )
}

import { Popover, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../../api.ts'
import { useEcosystem } from '../../data/session.ts'
import { StrengthFormula } from '../../data/strength-formula.tsx'
import { useTieTypes } from '../../data/tie-types.ts'
import { Failure } from '../../failure.tsx'
import { useFormats } from '../../ui/format.ts'
import classes from './insight.module.css'
import type { NamedParty } from './words.ts'

const TIES_MAX = 20

type Props = { fromId: string; toId: string; type: string; parties: ReadonlyMap<string, NamedParty>; asOf?: string | undefined }

/** What a tie is called, which opens to what stands between the two: since when, how strong and why, and who says so. */
export function OpenTie({ fromId, toId, type, parties, asOf }: Props) {
  const { t } = useTranslation()
  const types = useTieTypes()
  const [open, setOpen] = useState(false)
  const [a, b] = [fromId, toId].map((id) => parties.get(id)?.name ?? '')
  return (
    <Popover opened={open} onChange={setOpen} width={340} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.number}
          onClick={() => setOpen(!open)}
          aria-label={t('changes.tie.title', { type: types.name(type), a, b })}
        >
          <span>{types.name(type)}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.definition} tabIndex={-1} data-autofocus>
        {open && <Between fromId={fromId} toId={toId} asOf={asOf} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Between({ fromId, toId, asOf }: Pick<Props, 'fromId' | 'toId' | 'asOf'>) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const types = useTieTypes()
  const { id: ecosystemId } = useEcosystem()
  const query = { otherId: toId, limit: TIES_MAX, ...(asOf !== undefined && { asOf }) }
  const ties = useQuery({
    queryKey: ['party', ecosystemId, fromId, 'ties', query],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/ties', { params: { path: { ecosystemId, id: fromId }, query } })),
  })
  if (ties.isPending) return <Skeleton height={80} />
  if (ties.isError) return <Failure error={ties.error} again={() => ties.refetch()} />
  return (
    <>
      {asOf !== undefined && (
        <Text size="xs" className={classes.quiet}>
          {t('changes.tie.past', { date: date(asOf.slice(0, 10)) })}
        </Text>
      )}
      {ties.data.items.length === 0 && <Text size="sm">{t('changes.tie.none')}</Text>}
      {ties.data.items.map((tie) => (
        <section key={tie.id} aria-label={types.name(tie.type)}>
          <Text size="sm">
            {[types.name(tie.type, tie.fromId !== fromId), tie.since && t('parties.ties.since', { date: date(tie.since) })]
              .filter(Boolean)
              .join(' · ')}
          </Text>
          <StrengthFormula tie={tie} />
          {tie.evidence && (
            <Text size="sm" mt="xs">
              {t('parties.ties.evidence', { text: tie.evidence })}
            </Text>
          )}
        </section>
      ))}
    </>
  )
}

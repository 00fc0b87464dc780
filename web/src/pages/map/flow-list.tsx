import { ActionIcon, Anchor, Button, Drawer } from '@mantine/core'
import { IconChevronLeft, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import { usePhone } from '../../ui/phone.ts'
import type { Flow, FlowLevel } from './geography/flows.ts'
import classes from './ground-over.module.css'
import { useAreaName } from './ground-over.ts'
import type { MapModel } from './model.ts'
import { useNames } from './names.ts'

type Props = {
  model: MapModel
  level: FlowLevel
  /** The ties of a flow, or one of them, when one was chosen. */
  chosen: { flow: string; ties: readonly number[] } | null
  onChoose: (flow: string | null) => void
  onParty: (party: number) => void
  onClose: () => void
}

const FLOWS_LISTED = 50
const TIES_LISTED = 100

/** The strongest flows as a list, for whoever does not see or point at them, and the ties of the chosen one. On a phone a sheet. */
export function FlowList(props: Props) {
  const { t } = useTranslation()
  const label = t('ground.flows.list')
  if (usePhone())
    return (
      <Drawer opened onClose={props.onClose} position="bottom" size="65%" title={label} closeButtonProps={{ 'aria-label': t('ui.close') }}>
        <Content {...props} />
      </Drawer>
    )
  return (
    <section className={classes.card} aria-label={label}>
      <div className={classes.head}>
        <span>{label}</span>
        <ActionIcon size="sm" variant="subtle" aria-label={t('ground.flows.close')} onClick={props.onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Content {...props} />
    </section>
  )
}

function Content({ model, level, chosen, onChoose, onParty }: Props) {
  const { t } = useTranslation()
  const say = useFlowText(level)
  if (chosen) {
    const flow = level.flows.find(({ key }) => key === chosen.flow)
    return (
      <>
        <Button
          className={classes.back!}
          variant="subtle"
          size="compact-sm"
          justify="start"
          leftSection={<IconChevronLeft size={16} aria-hidden="true" />}
          onClick={() => onChoose(null)}
        >
          {t('ground.flows.back')}
        </Button>
        <p className={classes.said} role="status">
          {flow ? say(flow).said : t('ground.flows.one')}
        </p>
        <Ties model={model} ties={chosen.ties} onParty={onParty} />
      </>
    )
  }
  if (level.flows.length === 0) return <p className={classes.said}>{t('ground.flows.nothing')}</p>
  return (
    <ol className={classes.list}>
      {level.flows.slice(0, FLOWS_LISTED).map((flow) => (
        <li key={flow.key}>
          <button type="button" className={classes.flow} aria-label={say(flow).said} onClick={() => onChoose(flow.key)}>
            <span>{say(flow).name}</span>
            <small>{say(flow).value}</small>
          </button>
        </li>
      ))}
    </ol>
  )
}

function Ties({
  model: { parties, ties },
  ties: chosen,
  onParty,
}: {
  model: MapModel
  ties: readonly number[]
  onParty: Props['onParty']
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const names = useNames()
  const link = (party: number) => (
    <Anchor component="button" type="button" inherit ta="start" onClick={() => onParty(party)}>
      {parties.name[party]}
    </Anchor>
  )
  const more = chosen.length - TIES_LISTED
  return (
    <ul className={classes.list}>
      {chosen.slice(0, TIES_LISTED).map((tie) => (
        <li key={tie} className={classes.tie}>
          {link(ties.from[tie]!)}
          <small>{names.tieType(ties.type[tie]!)}</small>
          {link(ties.to[tie]!)}
        </li>
      ))}
      {more > 0 && <li className={classes.tie}>{t('ground.flows.more', { count: more, number: number(more) })}</li>}
    </ul>
  )
}

/** A flow in words: short, to be read aloud, and its value. */
function useFlowText({ areas }: FlowLevel) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const nameOf = useAreaName()
  return ({ from, to, directed, ties, value }: Flow) => {
    const ends = { from: nameOf(areas[from]!), to: nameOf(areas[to]!) }
    const counted = { ...ends, count: ties, number: number(ties) }
    return {
      name: t(directed ? 'ground.flows.directed' : 'ground.flows.mutual', ends),
      said: directed ? t('ground.flows.saidDirected', counted) : t('ground.flows.saidMutual', counted),
      value: number(Number(value.toPrecision(3))),
    }
  }
}

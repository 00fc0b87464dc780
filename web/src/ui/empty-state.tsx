import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Mark } from './mark.tsx'
import classes from './pieces.module.css'

type Props = {
  /** What belongs here. */
  title: string
  /** Why it is worth having. */
  why: string
  /** The one button. */
  action?: ReactNode
  /** One example, so that nobody has to guess. */
  example?: string
  icon?: ReactNode
  /** 1 where it is the whole page. */
  order?: 1 | 2
}

/** A place with nothing in it yet: what belongs here, why, one button, one example. */
export function EmptyState({ title, why, action, example, icon, order = 2 }: Props) {
  return (
    <section className={classes.empty}>
      <div className={classes.emptyMark}>{icon ?? <Mark size={36} />}</div>
      <Title order={order} size="h2">
        {title}
      </Title>
      <p>{why}</p>
      {action}
      {example !== undefined && <p className={classes.example}>{example}</p>}
    </section>
  )
}

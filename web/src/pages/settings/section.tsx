import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './settings.module.css'

type Props = { title: string; lead?: ReactNode; children?: ReactNode; wide?: boolean }

/** One thing that can be set, with a sentence about what it does. */
export function Section({ title, lead, children, wide }: Props) {
  const id = useId()
  return (
    <section className={`tutti-card ${classes.section}`} aria-labelledby={id} data-wide={wide}>
      <div>
        <Title order={2} id={id}>
          {title}
        </Title>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      </div>
      {children}
    </section>
  )
}

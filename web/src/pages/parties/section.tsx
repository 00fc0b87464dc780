import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './story.module.css'

/** A part of the story: a heading, at most one thing to do, and what is so. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionHead}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {action}
      </div>
      {children}
    </section>
  )
}

import { Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { createContext, type ReactNode, useContext } from 'react'
import classes from './pieces.module.css'

/** What the title of the browser's tab ends with: the name of the ecosystem, then Tutti. */
export const TitleSuffix = createContext('Tutti')

/** Gives the browser's tab its name. */
export function usePageTitle(title: string): void {
  const suffix = useContext(TitleSuffix)
  useDocumentTitle(title === '' ? suffix : `${title} · ${suffix}`)
}

type Props = {
  title: string
  /** The one sentence that says what is so. */
  answer?: ReactNode
  /** The one thing to do next. */
  action?: ReactNode
  /** Shown in the tab where it should differ from the title. */
  tabTitle?: string
}

/** The top of every page: title, one sentence, one main action. */
export function PageHead({ title, answer, action, tabTitle }: Props) {
  usePageTitle(tabTitle ?? title)
  return (
    <header className={classes.head}>
      <div className={classes.headText}>
        <Title order={1}>{title}</Title>
        {answer !== undefined && <p className={classes.answer}>{answer}</p>}
      </div>
      {action !== undefined && <div className={classes.headActions}>{action}</div>}
    </header>
  )
}

/** The frame of a page that reads from top to bottom; maps and tables that fill the window go without it. */
export function PageFrame({ children }: { children: ReactNode }) {
  return <div className={classes.page}>{children}</div>
}

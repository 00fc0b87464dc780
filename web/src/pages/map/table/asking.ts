import type { Stretch } from './groups.ts'

export type Page = { stretch: Stretch; offset: number }
/** Which pages are known or under way, how many are under way, and which are in view. */
export type Asking = { asked: Set<string>; underWay: number; wanted: readonly Page[] }

/** Pages under way at once. While somebody scrolls fast, what passed by unseen is never asked for. */
const AT_ONCE = 2

/** Fetches what is wanted and not known, a few at a time, and goes on with what is wanted by then. */
export function askForWanted(asking: Asking, fetchPage: (page: Page) => Promise<void>): void {
  for (const page of asking.wanted) {
    const key = `${page.stretch.value}|${page.offset}`
    if (asking.underWay >= AT_ONCE || asking.asked.has(key)) continue
    asking.asked.add(key)
    asking.underWay++
    const ended = (isKnown: boolean) => {
      asking.underWay--
      // after a failure the rows stay waiting and are asked for when they come into view again
      if (isKnown) askForWanted(asking, fetchPage)
      else asking.asked.delete(key)
    }
    fetchPage(page).then(
      () => ended(true),
      () => ended(false),
    )
  }
}

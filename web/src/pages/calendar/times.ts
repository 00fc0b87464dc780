/** The moment at which the clock of a zone shows `day` and `time`, such as 2026-06-12 and 10:00. A time that a clock change skips is the one after it. */
export function momentIn(timeZone: string, day: string, time: string): string {
  const wall = Date.parse(`${day}T${time}:00Z`)
  // the offset of the first guess may lie on the other side of a clock change
  const guess = wall - offsetAt(timeZone, wall)
  return new Date(wall - offsetAt(timeZone, guess)).toISOString()
}

/** What the clock of a zone shows at a moment: `10:00`. */
export function timeIn(timeZone: string, moment: string): string {
  return wallClock(timeZone, Date.parse(moment)).slice(11, 16)
}

/** The Monday of the week of a day, both as 2026-11-22. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7))
  return date.toISOString().slice(0, 10)
}

/** The lines of a note that say what is to be done next: those that begin with a dash, a star, a box or an arrow. */
export function followUpsIn(notes: string): string[] {
  const found = notes.split('\n').map((line) => /^\s*(?:[-*•→]|\[\s?\])\s*(?:\[\s?\]\s*)?(\S.*)$/.exec(line)?.[1]?.trim())
  return [...new Set(found.filter((line) => line !== undefined))].map((line) => line.slice(0, 200))
}

function offsetAt(timeZone: string, ms: number): number {
  return Date.parse(`${wallClock(timeZone, ms).replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000
}

// sv-SE writes 2026-06-12 10:00:00
function wallClock(timeZone: string, ms: number): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  return new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone }).format(ms)
}

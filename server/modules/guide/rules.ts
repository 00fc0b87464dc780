export const STEPS = ['map', 'people', 'sources', 'joint_step', 'project'] as const
export type Step = (typeof STEPS)[number]

/** The steps that end in tasks; what they came from stands in `proposedBy`. */
export const TASK_STEPS = ['joint_step', 'project'] as const satisfies readonly Step[]
export type TaskStep = (typeof TASK_STEPS)[number]

/** From so many organisations on a map says something, and so many a person can enter by hand. */
export const ORGANISATIONS_NEEDED = 5

export const MADE_KINDS = ['party', 'member', 'invitation', 'contact', 'tie', 'need', 'task'] as const
/** The thing that finished a step. `partyId` is the organisation where it can be looked at, where there is one. */
export type Made = { kind: (typeof MADE_KINDS)[number]; id: string; title: string; partyId: string | null }

/** What there is in an ecosystem, as far as the steps ask. What came with sample data does not count. */
export type Facts = {
  organisations: number
  own: Made | null
  /** Somebody besides whoever began. */
  member: Made | null
  invitation: Made | null
  contact: Made | null
  /** A tie by which the own organisation buys from one on the map. */
  purchase: Made | null
  need: Made | null
  tasks: readonly (Made & { step: TaskStep })[]
}

/**
 * What finished each step, or null. A map is there when enough organisations are on it and it is said which one is one's own, because
 * everything the map says is said from there. People: somebody else has access, or was asked in, or a person is known at an organisation.
 * Local sources: one is bought from, or a need is written down. The last two: a task for it is on the list, done or not.
 */
export function finishedBy(facts: Facts): Record<Step, Made | null> {
  return {
    map: facts.organisations >= ORGANISATIONS_NEEDED ? facts.own : null,
    people: facts.member ?? facts.invitation ?? facts.contact,
    sources: facts.purchase ?? facts.need,
    joint_step: taskOf(facts, 'joint_step'),
    project: taskOf(facts, 'project'),
  }
}

/** The step to go on with: the first one that is neither finished nor set aside. Null when there is none left. */
export function nextStep(finished: Record<Step, Made | null>, skipped: ReadonlySet<Step>): Step | null {
  return STEPS.find((step) => finished[step] === null && !skipped.has(step)) ?? null
}

/** What a task of a step says about where it came from: a proposal, or `own` for an idea of one's own. */
export function proposerOf(step: TaskStep, key: string): string {
  return `${PROPOSER}:${step}.${key}`
}

/** Which step and which proposal a task came from; undefined where it was no step of the guide. */
export function originOf(proposedBy: string | null): { step: TaskStep; key: string } | undefined {
  const [, step, key] = /^guide:([a-z_]+)\.([a-z0-9_-]+)$/.exec(proposedBy ?? '') ?? []
  const known = TASK_STEPS.find((each) => each === step)
  return known === undefined || key === undefined ? undefined : { step: known, key }
}

export const PROPOSER = 'guide'
/** The key of an idea that nobody proposed. */
export const OWN_IDEA = 'own'

/** The day that lies so many days after `now` where the clocks show `timeZone`, as 2026-11-27. */
export function dayAfter(now: Date, timeZone: string, days: number): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)
  const day = new Date(`${today}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

function taskOf({ tasks }: Facts, step: TaskStep): Made | null {
  const task = tasks.find((each) => each.step === step)
  return task === undefined ? null : { kind: task.kind, id: task.id, title: task.title, partyId: task.partyId }
}

/** What somebody says whose ecosystem is of no kind there is a file for. */
export const OTHER_KIND = 'other'

export const WORD_TYPES = ['kind', 'field', 'tie_type'] as const
export type WordType = (typeof WORD_TYPES)[number]
/** A word of the ecosystem's own, as it stands or as a file proposes it. */
export type Word = { type: WordType; key: string; label: string; value: object }

/** The same word: of one type, with the same key or, in whatever case, the same name. Two fields called “Beds” would help nobody. */
export function isSameWord(one: Word, other: Word): boolean {
  return one.type === other.type && (one.key === other.key || one.label.trim().toLowerCase() === other.label.trim().toLowerCase())
}

/** Equal in every part, in whatever order the parts stand. */
export function isUnchanged(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
}

type Look<C extends string, S extends string> = { colour: C; shape: S }

/** The wanted look, or where it is taken the next one that nobody has; the wanted one where all are taken. */
export function freeLook<C extends string, S extends string>(
  wanted: Look<C, S>,
  taken: readonly Look<string, string>[],
  colours: readonly C[],
  shapes: readonly S[],
): Look<C, S> {
  const isFree = ({ colour, shape }: Look<C, S>) => !taken.some((each) => each.colour === colour && each.shape === shape)
  const all = colours.flatMap((_, step) => colours.map((colour, index) => ({ colour, shape: shapes[(index + step) % shapes.length]! })))
  return [wanted, ...all].find(isFree) ?? wanted
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, part]) => [key, sorted(part)])) // biome-ignore format: one line reads better
}

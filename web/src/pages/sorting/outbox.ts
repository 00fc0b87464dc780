/** Answers on their way: sent one after the other, kept on this device until the server has them. Knows no page and no API. */
export type Answer = 'customer' | 'supplier' | 'referrals' | 'competitor' | 'member' | 'membership' | 'skip'

/** `key` makes sending again harmless. An undo names the answer by its key, and by its id as soon as that is known. */
export type Letter =
  | { kind: 'answer'; key: string; partyId: string; name: string; answer: Answer }
  | { kind: 'undo'; key: string; of: string; id: string | null; name: string }

export type Post = {
  /** Answers the id the server gave. */
  answer: (letter: Extract<Letter, { kind: 'answer' }>) => Promise<string>
  undo: (id: string, key: string) => Promise<unknown>
  /** Whether the server could not be reached or was in trouble: then the letter is kept, and sent again. */
  isLost: (error: unknown) => boolean
}

export type Refusal = { letter: Letter; error: unknown }
export type State = { letters: readonly Letter[]; isWaiting: boolean; refusals: readonly Refusal[] }
type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export type Outbox = ReturnType<typeof createOutbox>

export function createOutbox(kept: Kept, place: string, post: Post) {
  let state: State = { letters: readKept(kept, place), isWaiting: false, refusals: [] }
  let sending: string | undefined
  const ids = new Map<string, string>()
  const listeners = new Set<() => void>()

  function set(change: Partial<State>): void {
    state = { ...state, ...change }
    if (state.letters.length === 0) kept.removeItem(place)
    else kept.setItem(place, JSON.stringify(state.letters))
    for (const listener of listeners) listener()
  }

  async function deliver(letter: Letter): Promise<void> {
    if (letter.kind === 'answer') {
      const id = await post.answer(letter)
      ids.set(letter.key, id)
      // an undo that waits behind it must find it even after a reload
      state = { ...state, letters: state.letters.map((other) => (other.kind === 'undo' && other.of === letter.key ? { ...other, id } : other)) } // biome-ignore format: one line reads better
      return
    }
    const id = letter.id ?? ids.get(letter.of)
    if (id !== undefined) await post.undo(id, letter.key)
  }

  async function send(): Promise<void> {
    if (sending !== undefined) return
    for (let letter = state.letters[0]; letter !== undefined; letter = state.letters[0]) {
      const { key } = letter
      sending = key
      try {
        await deliver(letter)
        set({ letters: state.letters.filter((other) => other.key !== key), isWaiting: false })
      } catch (error) {
        if (post.isLost(error)) {
          sending = undefined
          return set({ isWaiting: true })
        }
        const refusals = [...state.refusals, { letter, error }]
        set({ letters: state.letters.filter((other) => other.key !== key), isWaiting: false, refusals })
      }
    }
    sending = undefined
  }

  function add(letter: Letter): void {
    set({ letters: [...state.letters, letter] })
    void send()
  }

  return {
    send,
    answer: (letter: Omit<Extract<Letter, { kind: 'answer' }>, 'kind'>) => add({ kind: 'answer', ...letter }),
    undo: (letter: { key: string; of: string; name: string }) => add({ kind: 'undo', id: ids.get(letter.of) ?? null, ...letter }),
    /** Puts a refusal out of sight that was read. */
    forget: (key: string) => set({ refusals: state.refusals.filter(({ letter }) => letter.key !== key) }),
    read: () => state,
    listen: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

function readKept(kept: Kept, place: string): Letter[] {
  try {
    const letters: unknown = JSON.parse(kept.getItem(place) ?? '[]')
    return Array.isArray(letters) ? (letters as Letter[]) : []
  } catch {
    return []
  }
}

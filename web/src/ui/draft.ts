import { useCallback, useState } from 'react'

const PREFIX = 'tutti.draft.'

/**
 * The state of a form that outlives a reload and a lost connection, kept in this tab until it is sent or given up. `key` names the
 * form and the thing it is about.
 */
export function useDraft<T extends object>(key: string, initial: T) {
  const kept = PREFIX + key
  const [value, setValue] = useState<T>(() => ({ ...initial, ...read(kept) }))
  const set = useCallback(
    (change: Partial<T>) =>
      setValue((before) => {
        const next = { ...before, ...change }
        sessionStorage.setItem(kept, JSON.stringify(next))
        return next
      }),
    [kept],
  )
  const clear = useCallback(() => {
    sessionStorage.removeItem(kept)
    setValue(initial)
  }, [kept, initial])
  return { value, set, clear }
}

function read(key: string): object {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

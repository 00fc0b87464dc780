import { useSyncExternalStore } from 'react'

let lost = false
const listeners = new Set<() => void>()
let probe: ReturnType<typeof setTimeout> | undefined

/** Tells whether the server can be reached; the api client reports what it sees. */
export function useConnectionLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => lost,
  )
}

export function reportConnection(reached: boolean): void {
  if (lost !== reached) return
  lost = !reached
  for (const listener of listeners) listener()
  if (lost) ask(1_000)
}

// the browser knows at once when the cable is out; that it is in again proves nothing about the server
window.addEventListener('offline', () => reportConnection(false))
window.addEventListener('online', () => {
  if (lost) ask(0)
})

/** Called with every change; used to fetch again what failed while the server was away. */
export function onConnection(listener: (reached: boolean) => void): () => void {
  const tell = () => listener(!lost)
  listeners.add(tell)
  return () => listeners.delete(tell)
}

// while the connection is lost, ask again with growing pauses
function ask(pauseMs: number): void {
  clearTimeout(probe)
  probe = setTimeout(async () => {
    const reached = await fetch('/health/live', { cache: 'no-store' }).then(
      (answer) => answer.ok,
      () => false,
    )
    if (reached) reportConnection(true)
    else ask(Math.min(pauseMs * 1.5, 15_000))
  }, pauseMs)
}

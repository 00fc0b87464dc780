import type { Net } from './groups.ts'
import type { Positions } from './seats.ts'

export type Question = { ask: 'force' | 'communities'; net: Net }
export type Reply = { share: number } | { x: Float64Array; y: Float64Array } | { groups: Int32Array }

/** Positions by force, computed beside the page. `progress` hears the share done. Rejects with an AbortError when `signal` ends it. */
export async function askForce(net: Net, signal: AbortSignal, progress: (share: number) => void): Promise<Positions> {
  const reply = await ask({ ask: 'force', net }, signal, progress)
  if (!('x' in reply)) throw new Error('the layout worker answered something else')
  return reply
}

/** Groups of parties that hold together, computed beside the page. */
export async function askCommunities(net: Net, signal: AbortSignal): Promise<Int32Array> {
  const reply = await ask({ ask: 'communities', net }, signal, () => {})
  if (!('groups' in reply)) throw new Error('the layout worker answered something else')
  return reply.groups
}

function ask(question: Question, signal: AbortSignal, progress: (share: number) => void): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
    const end = () => {
      worker.terminate()
      signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      end()
      reject(signal.reason)
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    worker.onerror = (event) => {
      end()
      reject(new Error(event.message || 'the layout worker could not be started'))
    }
    worker.onmessage = ({ data }: MessageEvent<Reply>) => {
      if ('share' in data) return progress(data.share)
      end()
      resolve(data)
    }
    worker.postMessage(question)
  })
}

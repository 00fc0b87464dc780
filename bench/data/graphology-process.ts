// The peer in a process of its own: whoever collects garbage pays for his own alone. Told the ties first, then one order at a time; one answer each.
import { cpuMs } from '../report.ts'
import { betweenPeer, cityPeers } from './graphology.ts'
import type { Ties } from './network.ts'

export type Order = { work: keyof Peers; args: number[] }
/** With the processor time that this process has used so far. */
export type Answer = { value: number | undefined; cpuMs: number }
type Peers = ReturnType<typeof cityPeers> & { betweenness: () => unknown }

process.once('message', (ties: Ties) => {
  const peers: Peers = { ...cityPeers(ties), betweenness: betweenPeer(ties) }
  process.on('message', ({ work, args }: Order) => {
    const answer = (peers[work] as (...values: number[]) => unknown)(...args)
    process.send!({ value: typeof answer === 'number' ? answer : undefined, cpuMs: cpuMs() } satisfies Answer)
  })
})

// The peer in a thread with a heap of its own: whoever collects garbage pays for his own alone. One order at a time, one answer each.
import { parentPort, workerData } from 'node:worker_threads'
import { betweenPeer, cityPeers } from './graphology.ts'
import type { Ties } from './network.ts'

export type Order = { work: keyof Peers; args: number[] }
type Peers = ReturnType<typeof cityPeers> & { betweenness: () => unknown }

const ties = workerData as Ties
const peers: Peers = { ...cityPeers(ties), betweenness: betweenPeer(ties) }

parentPort!.on('message', ({ work, args }: Order) => {
  const answer = (peers[work] as (...values: number[]) => unknown)(...args)
  parentPort!.postMessage(typeof answer === 'number' ? answer : undefined)
})

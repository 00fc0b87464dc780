import type { Question, Reply } from './ask.ts'
import { forceLayout } from './force.ts'
import { communitiesOf } from './groups.ts'

/** Answers one question about a network beside the page, so that the page stays quick. */
self.onmessage = ({ data }: MessageEvent<Question>) => {
  const reply = (message: Reply) => self.postMessage(message)
  if (data.ask === 'communities') return reply({ groups: communitiesOf(data.net) })
  let told = 0
  const positions = forceLayout(data.net, (share) => {
    if (share - told < 0.05) return
    told = share
    reply({ share })
  })
  reply(positions)
}

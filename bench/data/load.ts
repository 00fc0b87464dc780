// Asks addresses over kept connections as fast as they answer. Told by one line of JSON on stdin each time, answers requests a second.
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'

type Order = { urls: string[]; cookies: string[]; connections: number; ms: number }

for await (const line of createInterface({ input: process.stdin })) {
  const perSecond = await run(JSON.parse(line) as Order)
  process.stdout.write(`${JSON.stringify({ perSecond })}\n`)
}

async function run({ urls, cookies, connections, ms }: Order): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const from = performance.now()
  let asked = 0
  let answered = 0
  const work = async () => {
    while (performance.now() - from < ms) {
      const turn = asked++
      await ask(urls[turn % urls.length]!, cookies[turn % cookies.length]!, agent)
      answered++
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const seconds = (performance.now() - from) / 1000
  agent.destroy()
  return answered / seconds
}

function ask(url: string, cookie: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { cookie } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url}: ${response.statusCode}`))
      response.resume()
      response.on('end', resolve)
    })
    asked.on('error', reject)
    asked.end()
  })
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** How the next requests are answered: a body with status 200, or by hand. The last one stays. */
export type Act = object | string | ((response: ServerResponse, query: URLSearchParams) => void)

/** A real HTTP server that speaks as a geocoder does, and remembers what it was asked, with the name the program gave itself. */
export async function testGeocoder(closeWith: (close: () => Promise<unknown>) => void) {
  const asked: { path: string; query: URLSearchParams; userAgent: string; at: number }[] = []
  const state: { acts: Act[] } = { acts: [] }
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    asked.push({ path: pathname, query: searchParams, userAgent: request.headers['user-agent'] ?? '', at: performance.now() })
    const act = state.acts.length > 1 ? state.acts.shift() : state.acts[0]
    if (typeof act === 'function') return act(response, searchParams)
    response.setHeader('content-type', 'application/json')
    response.end(typeof act === 'string' ? act : JSON.stringify(act ?? []))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeWith(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}`, asked, state }
}

/** An answer of Nominatim (format jsonv2) for a house in Bernkastel-Kues. */
export function house(changes: object = {}, details: object = {}) {
  const address = { road: 'Gestade', postcode: '54470', country_code: 'de', ...details }
  return [{ lat: '49.9157', lon: '7.0745', place_rank: 30, category: 'place', type: 'house', address, ...changes }]
}

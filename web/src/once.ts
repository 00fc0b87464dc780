type Send = (request: Request) => Promise<Response>

/**
 * Sends a write that equals one under way (same address, same body) not again: both get its answer. A button pressed twice faster than
 * the page is drawn would otherwise make two tasks, or a key for programs that nobody ever sees.
 */
export function onceWhileUnderWay(send: Send): Send {
  const underWay = new Map<string, Promise<Response>>()
  return async (request) => {
    if (request.method === 'GET' || !isText(request)) return send(request)
    const name = `${request.method} ${request.url} ${await request.clone().text()}`
    const begun = underWay.get(name) ?? send(request).finally(() => underWay.delete(name))
    underWay.set(name, begun)
    // a body can be read once only: whoever waits gets a copy
    return (await begun).clone()
  }
}

/** Files are not compared: they are large, and the limits of a form differ each time. */
function isText(request: Request): boolean {
  const type = request.headers.get('content-type')
  return type === null || type.startsWith('application/json')
}

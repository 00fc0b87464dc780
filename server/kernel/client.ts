import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'

/** Where a request without a connection comes from: one made in the same process. */
const IN_PROCESS = '127.0.0.1'

/**
 * The address a request comes from. `X-Forwarded-For` is believed only as far as the hops are trusted proxies (CIDR blocks), read from the
 * right: the first address that is not one of ours is the client, whatever stands to its left.
 */
export function clientAddress(c: Context, trustedProxies: readonly string[]): string {
  const hops = (c.req.header('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
  let address = connectionAddress(c)
  while (isTrusted(address, trustedProxies)) {
    const next = hops.pop()
    if (next === undefined || !ipaddr.isValid(next)) break
    address = normal(next)
  }
  return address
}

/** What one client is counted by: an IPv4 address, or the /64 of an IPv6 address, all of which a single connection is given. */
export function addressBlock(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4' ? parsed.toString() : `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toNormalizedString()}/64`)}/64`
}

function connectionAddress(c: Context): string {
  try {
    return normal(getConnInfo(c).remote.address ?? IN_PROCESS)
  } catch {
    return IN_PROCESS
  }
}

function isTrusted(address: string, trustedProxies: readonly string[]): boolean {
  const parsed = ipaddr.parse(address)
  return trustedProxies.some((block) => {
    const [range, bits] = ipaddr.parseCIDR(block)
    return range.kind() === parsed.kind() && parsed.match(range, bits)
  })
}

/** One way to write each address: IPv4 inside IPv6 becomes IPv4. */
function normal(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : IN_PROCESS
}

/** The address people type, without a slash at its end; it stands in links. */
let address = 'http://localhost'

/** Called once at the start, by whoever knows the settings. */
export function setAddress(url: string): void {
  address = url.replace(/\/$/, '')
}

/** The full address of a path of this installation, for mails and for files that leave it. */
export function addressOf(path: string): string {
  return `${address}${path}`
}

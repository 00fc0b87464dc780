import { queryOptions } from '@tanstack/react-query'
import { answer, api } from '../api.ts'
import { ApiError } from '../problem.ts'
import { queries } from '../queries.ts'

/** What the sign-in page needs to know of the installation. */
export const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: () => answer(api.GET('/api/installation')),
  staleTime: 60_000,
})

/** Asks the sign-in's own endpoints below /auth, which the API's document does not describe. Throws an ApiError. */
export async function askAuth<T>(method: 'GET' | 'POST', path: string, body: object = {}): Promise<T> {
  const response = await fetch(`/auth${path}`, {
    method,
    ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new ApiError({ status: 0, code: 'no_connection', title: 'The server cannot be reached.' })
  })
  const data = await response.json().catch(() => ({}))
  if (!response.ok) throw new ApiError({ code: `http_${response.status}`, title: response.statusText, ...data, status: response.status })
  return data as T
}

/** Whoever comes or goes: what was fetched for the one before must not be shown to the next. */
export async function forgetEverything(): Promise<void> {
  await queries.cancelQueries()
  queries.clear()
}

/** Signs out and loads the page anew, at `address`: nothing of the one who left stays in memory. */
export async function signOut(address: string): Promise<void> {
  await askAuth('POST', '/sign-out')
  leaveTo(address)
}

/** Goes to a page of our own by loading it, and waits until the browser has gone. */
export function leaveTo(address: string): void {
  const isHere = new URL(address, window.location.href).pathname === window.location.pathname
  window.location.assign(address)
  if (isHere) window.location.reload()
}

export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential
}

export async function signInWithPasskey(): Promise<void> {
  const options = await askAuth<PublicKeyCredentialRequestOptionsJSON>('GET', '/passkey/generate-authenticate-options')
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  await askAuth('POST', '/passkey/verify-authentication', { response: credential.toJSON() })
}

export async function addPasskey(name: string): Promise<void> {
  const options = await askAuth<PublicKeyCredentialCreationOptionsJSON>('GET', '/passkey/generate-register-options')
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  await askAuth('POST', '/passkey/verify-registration', { response: credential.toJSON(), name })
}

/** Goes to the single sign-on and comes back to `next`; with `link`, it becomes a further way into the account one is signed in with. */
export async function goToSingleSignOn(next: string, link = false): Promise<void> {
  const target = link
    ? await askAuth<{ url: string }>('POST', '/link-social', { provider: 'sso', callbackURL: next, errorCallbackURL: next })
    : await askAuth<{ url: string }>('POST', '/sign-in/social', { provider: 'sso', callbackURL: next, errorCallbackURL: '/app/sign-in' })
  window.location.assign(target.url)
}

/** Where to go after signing in: only ever to a page of our own. */
export function safeNext(next: string | null): string {
  return next?.startsWith('/app/') ? next : '/app'
}

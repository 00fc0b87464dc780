// As much of oidc-provider as the browser tests use; the package has no types of its own.
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  type Account = { accountId: string; claims: () => Record<string, unknown> & { sub: string } }

  export default class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: object[]
        jwks: { keys: object[] }
        cookies: { keys: string[] }
        claims: Record<string, string[]>
        findAccount: (context: unknown, sub: string) => Account
      },
    )
    callback(): RequestListener
  }
}

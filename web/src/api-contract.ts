/**
 * Answers that the pages read before the API describes them in its document. Whatever `api-types.ts` says about a path wins; an entry
 * is deleted here once the document has it.
 */
export type FoundItem = { kind: string; id: string; title: string; detail: string | null; partyId?: string | null }
export type Sample = { key: string; loaded: boolean }

type Answers<Data> = { responses: { 200: { content: { 'application/json': Data } } } }
type Ecosystem = { ecosystemId: string }
type Get<Path, Data, Query = never> = { get: { parameters: { path: Path; query?: Query } } & Answers<Data> }
type Act<Path, Data> = { post: { parameters: { path: Path } } & Answers<Data> }

export type Contract = {
  '/api/ecosystems/{ecosystemId}/search': Get<Ecosystem, { items: FoundItem[] }, { q: string }>
  '/api/ecosystems/{ecosystemId}/samples': Get<Ecosystem, { items: Sample[] }>
  '/api/ecosystems/{ecosystemId}/samples/{key}': Act<Ecosystem & { key: string }, { key: string }>
}

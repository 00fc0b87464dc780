/**
 * Answers that the pages read before the API describes them in its document. Whatever `api-types.ts` says about a path wins; an entry
 * is deleted here once the document has it.
 */
export type Offer = {
  id: string
  partyId: string
  side: 'offer' | 'need'
  category: string | null
  title: string
  description: string | null
  quantity: number | null
  unit: string | null
  periodFrom: string | null
  periodTo: string | null
  visibility: 'ecosystem' | 'coordinators'
  source: string | null
  version: number
  createdAt: string
  updatedAt: string
}
type OfferFacts = Pick<Offer, 'category' | 'description' | 'quantity' | 'unit' | 'periodFrom' | 'periodTo' | 'visibility'>
export type NewOffer = Pick<Offer, 'partyId' | 'side' | 'title'> & Partial<OfferFacts>
export type Task = {
  id: string
  title: string
  ownerId: string | null
  dueOn: string | null
  partyId: string | null
  doneAt: string | null
  version: number
}
export type NewTask = { title: string; ownerId?: string | null; dueOn?: string | null; partyId?: string | null }
export type Me = {
  person: { id: string; name: string; email: string }
  ecosystems: { id: string; name: string; role: string; partyId: string | null }[]
  operator: boolean
}
export type LoggedEvent = {
  id: string
  at: string
  type: string
  actor: string | null
  subjectId: string | null
  payload: Record<string, unknown>
}
export type FoundItem = { kind: string; id: string; title: string; detail: string | null; partyId?: string | null }

type Page<Item> = { items: Item[]; nextCursor: string | null }
type Answers<Data> = { responses: { 200: { content: { 'application/json': Data } } } }
type Takes<Body> = { requestBody: { content: { 'application/json': Body } } }
type At<Path, Query = never> = { parameters: { path: Path; query?: Query } }
type Ecosystem = { ecosystemId: string }
type One = { ecosystemId: string; id: string }
type Get<Path, Data, Query = never> = { get: At<Path, Query> & Answers<Data> }
type Post<Path, Body, Data> = { post: At<Path> & Takes<Body> & Answers<Data> }
type Act<Path, Data> = { post: At<Path> & Answers<Data> }
type Patch<Path, Body, Data> = { patch: At<Path> & Takes<Body> & Answers<Data> }
type Delete<Path> = { delete: At<Path> & Answers<{ id: string }> }
type Paging = { limit?: number; cursor?: string }

export type Contract = {
  '/api/me': { get: Answers<Me> }
  '/api/ecosystems/{ecosystemId}': Get<Ecosystem, { id: string; name: string; timeZone: string }>
  '/api/ecosystems/{ecosystemId}/offers': Get<
    Ecosystem,
    Page<Offer>,
    Paging & { partyId?: string; side?: 'offer' | 'need'; category?: string; q?: string }
  > &
    Post<Ecosystem, NewOffer, Offer>
  '/api/ecosystems/{ecosystemId}/offers/{id}': Patch<One, Partial<OfferFacts & { title: string }> & { version: number }, Offer> &
    Delete<One>
  '/api/ecosystems/{ecosystemId}/offers/{id}/restoration': Act<One, Offer>
  '/api/ecosystems/{ecosystemId}/tasks': Get<
    Ecosystem,
    Page<Task>,
    Paging & { ownerId?: string; partyId?: string; state?: 'open' | 'done' }
  > &
    Post<Ecosystem, NewTask, Task>
  '/api/ecosystems/{ecosystemId}/tasks/{id}': Patch<One, Partial<NewTask> & { version: number }, Task>
  '/api/ecosystems/{ecosystemId}/tasks/{id}/completion': Act<One, Task> & { delete: At<One> & Answers<Task> }
  '/api/ecosystems/{ecosystemId}/events': Get<Ecosystem, Page<LoggedEvent>, Paging & { subject?: string; type?: string }>
  '/api/ecosystems/{ecosystemId}/people': Get<Ecosystem, { items: { personId: string; name: string; role: string }[] }>
  '/api/ecosystems/{ecosystemId}/search': Get<Ecosystem, { items: FoundItem[] }, { q: string }>
}

/**
 * Answers that the pages read before the API describes them in its document. Whatever `api-types.ts` says about a path wins; an entry
 * is deleted here once the document has it.
 */
export type Party = {
  id: string
  form: 'organisation' | 'group'
  name: string
  kinds: string[]
  sectorScheme: 'nace' | 'naics' | null
  sectorCode: string | null
  description: string | null
  website: string | null
  email: string | null
  phone: string | null
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
  placeApproximate: boolean
  tags: string[]
  fields: Record<string, unknown>
  source: string
  sources: Record<string, string>
  identifiers: { scheme: string; value: string }[]
  version: number
  createdAt: string
  updatedAt: string
}
export type PartyInput = Partial<Omit<Party, 'id' | 'source' | 'sources' | 'version' | 'createdAt' | 'updatedAt'>>
export type Contact = {
  id: string
  name: string
  role: string | null
  email: string | null
  phone: string | null
  mobile: string | null
  source: string
}
export type Note = { id: string; body: string; authorId: string | null; at: string }
export type TimelineItem = { id: string; type: string; at: string; actor: string | null; data: Record<string, unknown> }
export type Tie = {
  id: string
  fromId: string
  toId: string
  type: string
  directed: boolean
  strength: number | null
  trust: number | null
  since: string | null
  until: string | null
  evidence: string | null
  source: string
  currentStrength: number
}
export type Interaction = {
  id: string
  partyId: string
  otherPartyId: string | null
  tieId: string | null
  kind: string
  at: string
  text: string | null
}
export type Offer = {
  id: string
  partyId: string
  side: 'offer' | 'need'
  category: string
  title: string
  quantity: number | null
  unit: string | null
  period: string | null
  visibility: string
}
export type Task = {
  id: string
  title: string
  ownerId: string | null
  dueOn: string | null
  partyId: string | null
  doneAt: string | null
}
export type OwnKind = { key: string; label: string; colour: string; shape: string }
export type Me = {
  person: { id: string; name: string; email: string }
  ecosystems: { id: string; name: string; role: string; partyId: string | null; timeZone?: string }[]
  operator: boolean
}
export type Filter = {
  q?: string
  kind?: string[]
  sector?: string[]
  tag?: string[]
  city?: string[]
  tieType?: string[]
  form?: string
  area?: string
  asOf?: string
  source?: string
}

export type MapColumns = {
  parties: {
    id: string[]
    name: string[]
    kinds: string[][]
    sectorCode: (string | null)[]
    city: (string | null)[]
    latitude: (number | null)[]
    longitude: (number | null)[]
    tags: string[][]
    tieCount: number[]
  }
  ties: { id: string[]; from: number[]; to: number[]; type: string[]; strength: (number | null)[]; directed: boolean[] }
  truncated: boolean
}
export type KeptLayout = { partyIds: string[]; x: number[]; y: number[] }
export type View = {
  id: string
  name: string
  mode: 'network' | 'geography' | 'table'
  filter: Record<string, unknown>
  settings: Record<string, unknown>
  shared: boolean
}

type Page<Item> = { items: Item[]; nextCursor: string | null }
type Answers<Data> = { responses: { 200: { content: { 'application/json': Data } } } }
type Takes<Body> = { requestBody: { content: { 'application/json': Body } } }
type At<Path, Query = never> = { parameters: { path: Path; query?: Query } }
type Ecosystem = { ecosystemId: string }
type One = { ecosystemId: string; id: string }
type Get<Path, Data, Query = never> = { get: At<Path, Query> & Answers<Data> }
type Post<Path, Body, Data> = { post: At<Path> & Takes<Body> & Answers<Data> }
type Act<Path, Data = undefined> = { post: At<Path> & Answers<Data> }
type Patch<Path, Body, Data> = { patch: At<Path> & Takes<Body> & Answers<Data> }
type Delete<Path> = { delete: At<Path> & Answers<undefined> }
type Paging = { limit?: number; cursor?: string }

export type Contract = {
  '/api/me': { get: Answers<Me> }
  '/api/ecosystems/{ecosystemId}/parties': Get<Ecosystem, Page<Party> & { total: number }, Filter & Paging & { sort?: string }> &
    Post<Ecosystem, PartyInput & { name: string }, Party>
  '/api/ecosystems/{ecosystemId}/parties/{id}': Get<One, Party, { asOf?: string }> &
    Patch<One, PartyInput & { version: number }, Party> &
    Delete<One>
  '/api/ecosystems/{ecosystemId}/parties/{id}/restoration': Act<One, Party>
  '/api/ecosystems/{ecosystemId}/parties/{id}/contacts': Get<One, Page<Contact>> & Post<One, Partial<Contact> & { name: string }, Contact>
  '/api/ecosystems/{ecosystemId}/contacts/{id}': Patch<One, Partial<Contact>, Contact> & Delete<One>
  '/api/ecosystems/{ecosystemId}/parties/{id}/notes': Get<One, Page<Note>> & Post<One, { body: string }, Note>
  '/api/ecosystems/{ecosystemId}/notes/{id}': Delete<One>
  '/api/ecosystems/{ecosystemId}/parties/{id}/timeline': Get<One, Page<TimelineItem>, Paging>
  '/api/ecosystems/{ecosystemId}/parties/{id}/ties': Get<One, Page<Tie>>
  '/api/ecosystems/{ecosystemId}/facets': Get<Ecosystem, Record<string, Record<string, number>>, Filter>
  '/api/ecosystems/{ecosystemId}/kinds': Get<Ecosystem, Page<OwnKind>>
  '/api/ecosystems/{ecosystemId}/search': Get<
    Ecosystem,
    { items: { kind: string; id: string; title: string; detail: string | null }[] },
    { q: string }
  >
  '/api/ecosystems/{ecosystemId}/map': Get<Ecosystem, MapColumns, Filter & { field?: string[] }>
  '/api/ecosystems/{ecosystemId}/layouts/{key}': Get<{ ecosystemId: string; key: string }, KeptLayout> & {
    put: At<{ ecosystemId: string; key: string }> & Takes<KeptLayout> & Answers<undefined>
  }
  '/api/ecosystems/{ecosystemId}/views': Get<Ecosystem, Page<View>> & Post<Ecosystem, Omit<View, 'id'>, View>
  '/api/ecosystems/{ecosystemId}/views/{id}': Patch<One, Partial<Omit<View, 'id'>>, View> & Delete<One>
  '/api/ecosystems/{ecosystemId}/tie-types': Get<Ecosystem, Page<{ key: string; label: string | null }>>
}

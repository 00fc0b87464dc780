import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { PERSONAL_DATA } from '../../modules.ts'
import { createParties, createParty, endParty, mergeParties } from '../parties/index.ts'
import { routes as partyRoutes } from '../parties/routes.ts'
import { eraseContact, setPersonalData } from '../people/index.ts'
import { routes as taskRoutes } from '../tasks/routes.ts'
import { routes } from './routes.ts'
import type { PublicationChange } from './schema.ts'
import { testSite } from './testing.ts'

const database = await testDatabase()
const { db } = database
await testJobs(database, { 'mail.send': async () => {}, 'privacy.note_erasure': async () => {} })
setPersonalData(PERSONAL_DATA)
const call = testApi(db, [routes, partyRoutes, taskRoutes])
const site = testSite(database)
const other = testSite(database)

const made = (ctx: Ctx, input: object = {}) =>
  transaction(ctx, (tx) =>
    createParty(tx, {
      name: 'Weingut Steffen',
      city: 'Traben-Trarbach',
      street: 'Am Markt 1',
      email: 'info@steffen.example.org',
      phone: '+49 6541 1',
      description: 'Riesling from steep slopes.',
      latitude: 49.95,
      longitude: 7.12,
      kinds: ['competitors'],
      ...input,
    }),
  )

let maps = 0

/** An ecosystem with an open map and one organisation on it. */
async function opened(change: Partial<PublicationChange> = {}, input: object = {}) {
  const ecosystem = await testEcosystem(db)
  const { owner } = ecosystem
  const slug = `valley-${++maps}`
  const { json } = await call(owner, 'GET', '/publication')
  const { slug: _, fields, licence, frameAncestors, contactEmail, texts, version } = json
  const set = await call(owner, 'PUT', '/publication', { slug, fields, licence, frameAncestors, contactEmail, texts, version, ...change })
  assert.equal(set.status, 200, set.text)
  assert.equal((await call(owner, 'PUT', '/publication/opening')).status, 200)
  const party = await made(owner, input)
  const grounds = { partyIds: [party.id], kind: 'consent', proof: 'By mail on 1 March', fields: change.fields ?? fields }
  const shown = await call(owner, 'POST', '/publication/parties', grounds)
  assert.equal(shown.status, 201, shown.text)
  const path = `/m/${slug}/weingut-steffen-${party.id.slice(-12)}`
  return { ...ecosystem, slug, party, path, publication: set.json }
}

test('a map is closed until it is opened, and closed again at once', async () => {
  const { owner, slug, path } = await opened()
  assert.equal((await site.ask(`/m/${slug}`)).status, 200)
  assert.equal((await site.ask(path)).status, 200)
  assert.equal((await call(owner, 'DELETE', '/publication/opening')).status, 200)
  for (const address of [`/m/${slug}`, path, `/m/${slug}/data.geojson`]) assert.equal((await site.ask(address)).status, 410, address)
  assert.equal((await site.ask('/m/nowhere')).status, 404)
  assert.doesNotMatch((await site.ask('/robots.txt')).text, new RegExp(slug))
  assert.equal((await call(owner, 'PUT', '/publication/opening')).status, 200)
  assert.equal((await site.ask(path)).status, 200)
})

test('only chosen fields are public, and never more than the ground covers', async () => {
  const { owner, slug, party, path, publication } = await opened()
  const page = await site.ask(path)
  for (const shown of ['Weingut Steffen', 'Traben-Trarbach', 'Am Markt 1', 'Riesling']) assert.match(page.text, new RegExp(shown))
  const { fields, slug: _, ...rest } = publication
  const { licence, frameAncestors, contactEmail, texts, version } = rest
  const settings = { slug, licence, frameAncestors, contactEmail, texts }
  const more = await call(owner, 'PUT', '/publication', {
    ...settings,
    fields: [...fields, 'email', 'phone', 'kinds'],
    version: version + 1,
  })
  assert.equal(more.json.fewerFields, 1)
  const parts = ['', path.slice(`/m/${slug}`.length), '/data.geojson', '/data.csv', '/points.json', '/sitemap.xml']
  const all = async () => (await Promise.all(parts.map((part) => site.ask(`/m/${slug}${part}`)))).map(({ text }) => text).join()
  for (const hidden of ['info@steffen', '6541', 'ompetitors']) assert.doesNotMatch(await all(), new RegExp(hidden), hidden)
  await call(owner, 'POST', '/publication/parties', { partyIds: [party.id], kind: 'consent', proof: 'By phone', fields: ['email'] })
  assert.match(await all(), /info@steffen/)
  for (const hidden of ['Traben', 'Riesling', '6541', '49.95']) assert.doesNotMatch(await all(), new RegExp(hidden), hidden)
})

test('whoever withdrew is gone at once, from every process and from caches elsewhere', async () => {
  const { owner, slug, party, path } = await opened()
  const addresses = [
    `/m/${slug}`,
    path,
    `/m/${slug}/data.geojson`,
    `/m/${slug}/data.csv`,
    `/m/${slug}/sitemap.xml`,
    `/m/${slug}/points.json`,
  ]
  const etags = new Map<string, string>()
  for (const { ask } of [site, other]) {
    for (const address of addresses) {
      const answer = await ask(address)
      assert.match(answer.text, /steffen/i, address)
      assert.equal(answer.headers.get('cache-control'), 'public, no-cache')
      etags.set(address, answer.headers.get('etag')!)
      const again = await ask(address, { headers: { 'if-none-match': answer.headers.get('etag')! } })
      assert.deepEqual([again.status, again.text], [304, ''])
    }
  }
  const { json: link } = await call(owner, 'POST', `/publication/parties/${party.id}/links`)
  const withdrawn = await site.post(`${link.path}/withdrawal`, { sure: 'yes' })
  assert.equal(withdrawn.status, 303)
  for (const { ask } of [site, other]) {
    for (const address of addresses) {
      const answer = await ask(address, { headers: { 'if-none-match': etags.get(address)! } })
      assert.doesNotMatch(answer.text, /steffen/i, address)
      assert.equal(answer.status, address === path ? 410 : 200, address)
    }
  }
  const tasks = await call(owner, 'GET', '/tasks')
  assert.match(tasks.json.items[0].title, /took itself off/)
  const source = { partyIds: [party.id], kind: 'source', proof: 'https://register.example.org', fields: ['city'] }
  const refused = await call(owner, 'POST', '/publication/parties', source)
  assert.deepEqual([refused.status, refused.json.code], [409, 'party_withdrew'])
  assert.equal((await call(owner, 'POST', '/publication/parties', { ...source, kind: 'consent' })).status, 201)
})

test('a removed, merged, hidden or changed organisation is so on the public map at once', async () => {
  const { owner, slug, party, path } = await opened()
  const second = await made(owner, { name: 'Fähre Erden' })
  await call(owner, 'POST', '/publication/parties', { partyIds: [second.id], kind: 'source', proof: 'Register <1>', fields: ['city'] })
  assert.match((await site.ask(`/m/${slug}`)).text, /Fähre Erden/)
  assert.match((await site.ask(`/m/${slug}/x-${second.id.slice(-12)}`)).headers.get('location')!, /faehre-erden/)
  assert.match((await site.ask(`/m/${slug}/faehre-erden-${second.id.slice(-12)}`)).text, /Register &lt;1&gt;/)
  await transaction(owner, (tx) => mergeParties(tx, { targetId: party.id, aliasId: second.id, take: {} }))
  assert.doesNotMatch((await site.ask(`/m/${slug}`)).text, /Fähre Erden/)
  const renamed = await call(owner, 'PATCH', `/parties/${party.id}`, { name: 'Weingut <b>Neu</b>', version: (await call(owner, 'GET', `/parties/${party.id}`)).json.version }) // biome-ignore format: one line reads better
  assert.equal(renamed.status, 200, renamed.text)
  const page = await site.ask(`/m/${slug}`)
  assert.match(page.text, /Weingut &lt;b&gt;Neu/)
  assert.doesNotMatch(page.text, /<b>Neu/)
  await transaction(owner, (tx) => endParty(tx, party.id))
  assert.doesNotMatch((await site.ask(`/m/${slug}`)).text, /Weingut/)
  assert.equal((await call(owner, 'DELETE', `/publication/parties/${party.id}`)).status, 200)
  assert.equal((await call(owner, 'DELETE', `/publication/parties/${party.id}`)).status, 404)
  assert.equal((await site.ask(path)).status, 410)
})

test('an address belongs to whoever had it first', async () => {
  const { owner, slug, publication } = await opened()
  const others = await testEcosystem(db)
  const { json } = await call(others.owner, 'GET', '/publication')
  const { fields, licence, frameAncestors, contactEmail, texts } = json
  const settings = { fields, licence, frameAncestors, contactEmail, texts }
  const taken = await call(others.owner, 'PUT', '/publication', { ...settings, slug, version: 0 })
  assert.deepEqual([taken.status, taken.json.code], [409, 'address_taken'])
  const stale = await call(owner, 'PUT', '/publication', { ...settings, slug, version: publication.version })
  assert.deepEqual([stale.status, stale.json.code], [409, 'publication_changed'])
  const moved = await call(owner, 'PUT', '/publication', { ...settings, slug: `${slug}-new`, version: publication.version + 1 })
  assert.equal(moved.status, 200, moved.text)
  assert.equal((await site.ask(`/m/${slug}`)).status, 410)
  assert.equal((await site.ask(`/m/${slug}-new`)).status, 200)
  assert.equal((await call(others.owner, 'PUT', '/publication', { ...settings, slug, version: 0 })).status, 409)
})

test('what cannot be right is refused with a reason', async () => {
  const { owner, viewer, as, party } = await opened()
  const { json } = await call(owner, 'GET', '/publication')
  const { fields, licence, contactEmail, texts, version } = json
  const good = { slug: 'fine', fields, licence, frameAncestors: [], contactEmail, texts, version }
  const codeOf = async (change: object) => (await call(owner, 'PUT', '/publication', { ...good, ...change })).json.errors?.[0].code
  assert.equal(await codeOf({ slug: 'Not fine' }), 'slug_form')
  assert.equal(await codeOf({ slug: 'assets' }), 'slug_form')
  for (const origin of ['example.org', 'https://example.org/path', "https://a.example.org; script-src 'unsafe-inline'", '*', 'https://*'])
    assert.equal(await codeOf({ frameAncestors: [origin] }), 'origin_needed', origin)
  assert.equal(await codeOf({ contactEmail: 'nobody' }), 'email_needed')
  assert.equal(await codeOf({ licence: 'mine' }), 'value_unknown')
  const grounds = { partyIds: [party.id], kind: 'consent', proof: '', fields: [] }
  assert.equal((await call(owner, 'POST', '/publication/parties', grounds)).json.errors[0].code, 'empty')
  for (const ctx of [viewer, as('member', party.id)]) {
    assert.equal((await call(ctx, 'GET', '/publication')).status, 403)
    assert.equal((await call(ctx, 'PUT', '/publication', good)).status, 403)
    assert.equal((await call(ctx, 'PUT', '/publication/opening')).status, 403)
    assert.equal((await call(ctx, 'POST', '/publication/parties', { ...grounds, proof: 'x' })).status, 403)
    assert.equal((await call(ctx, 'POST', `/publication/parties/${party.id}/links`)).status, 403)
    assert.equal((await call(ctx, 'GET', '/publication/corrections')).status, 403)
  }
})

test('pages say who may embed them, and nothing from elsewhere runs in them', async () => {
  const { slug, path } = await opened({ frameAncestors: ['https://Town.example.org/', 'https://*.example.net'] })
  for (const address of [`/m/${slug}`, path]) {
    const { headers, text } = await site.ask(address)
    const policy = headers.get('content-security-policy')!
    assert.match(policy, /frame-ancestors 'self' https:\/\/town\.example\.org https:\/\/\*\.example\.net$/)
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'sha256-/)
    assert.equal(headers.get('x-frame-options'), null)
    assert.doesNotMatch(text, /style="/)
  }
  const alone = await opened()
  assert.match((await site.ask(`/m/${alone.slug}`)).headers.get('content-security-policy')!, /frame-ancestors 'self'$/)
})

test('the data is open under its licence, and not given away without one', async () => {
  const { slug, party } = await opened({}, { tags: ['=cmd()'], name: 'Weingut Steffen' })
  const { headers, text } = await site.ask(`/m/${slug}/data.geojson`)
  assert.equal(headers.get('access-control-allow-origin'), '*')
  const data = JSON.parse(text)
  assert.deepEqual([data.license, data.features.length], ['https://creativecommons.org/licenses/by/4.0/', 1])
  assert.deepEqual(data.features[0].geometry.coordinates, [7.12, 49.95])
  assert.equal(data.features[0].properties.url, `http://localhost/m/${slug}/weingut-steffen-${party.id.slice(-12)}`)
  const csv = await site.ask(`/m/${slug}/data.csv`)
  assert.match(csv.text, /^ID,Name,.*Licence\r\n.*creativecommons/s)
  const sitemap = await site.ask(`/m/${slug}/sitemap.xml`)
  assert.match(sitemap.text, new RegExp(`<loc>http://localhost/m/${slug}/weingut-steffen-`))
  assert.match((await site.ask('/robots.txt')).text, new RegExp(`Sitemap: http://localhost/m/${slug}/sitemap.xml`))
  const page = await site.ask(`/m/${slug}/weingut-steffen-${party.id.slice(-12)}`)
  const json = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page.text)![1]!)
  assert.deepEqual([json['@type'], json.address.addressLocality, json.geo.latitude], ['LocalBusiness', 'Traben-Trarbach', 49.95])
  const closed = await opened({ licence: 'none' })
  assert.equal((await site.ask(`/m/${closed.slug}/data.geojson`)).status, 410)
  assert.match((await site.ask(`/m/${closed.slug}`)).text, /not given away/)
})

test('a link goes to a known address only, and nobody can tell from the answer', async () => {
  const { owner, slug, party, path } = await opened()
  const sent = async () => await db.selectFrom('auth.mails').selectAll().where('ecosystem_id', '=', owner.ecosystemId).execute()
  const unknown = await site.post(`${path}/correction`, { email: 'eve@example.org' })
  assert.deepEqual(await sent(), [])
  await site.post(`${path}/correction`, { email: 'eve@example.org' })
  const known = await site.post(`${path}/correction`, { email: ' Info@Steffen.example.org ' })
  assert.deepEqual(
    [unknown.status, unknown.headers.get('location'), unknown.text],
    [known.status, known.headers.get('location'), known.text],
  )
  const [mail] = await sent()
  assert.equal(mail!.to_address, 'info@steffen.example.org')
  const { json } = await call(owner, 'GET', '/tasks')
  assert.equal(json.items.length, 1, 'one task, however often somebody asks')
  assert.doesNotMatch(JSON.stringify(json), /eve@/)
  assert.equal((await site.post(`${path}/correction`, { email: 'nothing' })).status, 422)
  assert.equal((await site.post(`/m/${slug}/x-000000000000/correction`, { email: 'a@example.org' })).status, 410)
  assert.equal((await site.post(`${path}/correction`, { email: 'a@example.org' }, { origin: 'https://evil.example.org' })).status, 403)
  for (let n = 0; n < 10; n++) await site.post(`${path}/correction`, { email: `a${n}@example.org` })
  assert.equal((await site.post(`${path}/correction`, { email: 'b@example.org' })).status, 429)
  await database.pool.query('delete from auth.rate_limits')
  assert.equal((await call(owner, 'DELETE', `/publication/parties/${party.id}/links`)).status, 200)
  const revoked = await site.ask(new URL(mail!.link!).pathname)
  assert.equal(revoked.status, 410)
})

test('an organisation corrects itself through its link; a coordinator accepts or refuses', async () => {
  const { owner, party, path } = await opened()
  const { json: link } = await call(owner, 'POST', `/publication/parties/${party.id}/links`)
  const page = await site.ask(link.path)
  assert.match(page.text, /value="Am Markt 1"/)
  assert.doesNotMatch(page.text, /info@steffen/, 'what is not public is not shown through a link either')
  assert.deepEqual(
    ['cache-control', 'x-robots-tag', 'referrer-policy'].map((name) => page.headers.get(name)),
    ['no-store', 'noindex', 'strict-origin'],
  )
  assert.match(page.headers.get('content-security-policy')!, /frame-ancestors 'none'/)
  const same = { name: 'Weingut Steffen', street: 'Am Markt 1' }
  assert.match((await site.post(`${link.path}/correction`, same)).text, /Nothing differs/)
  const bad = await site.post(`${link.path}/correction`, { ...same, website: 'javascript:alert(1)', message: 'kept' })
  assert.equal(bad.status, 422)
  assert.match(bad.text, /Please check: Website.*javascript:alert.*kept/s)
  const sent = await site.post(`${link.path}/correction`, { ...same, street: 'Am Markt 2', email: 'x@example.org', message: 'We moved' })
  assert.equal(sent.status, 303, sent.text)
  assert.match((await site.ask(path)).text, /Am Markt 1/, 'nothing changes before it is looked at')
  const { json: waiting } = await call(owner, 'GET', '/publication/corrections')
  assert.deepEqual(
    waiting.items[0].changes.map(({ field, from, to, now }: Record<string, string>) => [field, from, to, now]),
    [['street', 'Am Markt 1', 'Am Markt 2', 'Am Markt 1']],
  )
  const [task] = (await call(owner, 'GET', '/tasks')).json.items
  assert.equal(task.proposedBy, 'publication:correction')
  const accepted = await call(owner, 'POST', `/publication/corrections/${waiting.items[0].id}/acceptance`)
  assert.equal(accepted.json.decision, 'accepted', accepted.text)
  assert.match((await site.ask(path)).text, /Am Markt 2/)
  const { json: changed } = await call(owner, 'GET', `/parties/${party.id}`)
  assert.equal(changed.sources.street, `correction:${waiting.items[0].id}`)
  assert.equal((await call(owner, 'GET', `/tasks/${task.id}`)).json.completion === null, false)
  assert.equal((await call(owner, 'POST', `/publication/corrections/${waiting.items[0].id}/acceptance`)).status, 409)
  await site.post(`${link.path}/correction`, { name: 'Other name' })
  const { json: next } = await call(owner, 'GET', '/publication/corrections')
  assert.equal((await call(owner, 'POST', `/publication/corrections/${next.items[0].id}/refusal`, { reason: '' })).status, 422)
  await call(owner, 'POST', `/publication/corrections/${next.items[0].id}/refusal`, { reason: 'Not the registered name' })
  assert.match((await site.ask(link.path)).text, /Not the registered name/)
  assert.doesNotMatch((await site.ask(path)).text, /Other name/)
})

test('opening a link changes nothing, and it expires', async () => {
  const { owner, party } = await opened()
  const { json: link } = await call(owner, 'POST', `/publication/parties/${party.id}/links`)
  assert.equal((await site.ask(`${link.path}/withdrawal`)).status, 404)
  assert.equal((await site.ask(link.path)).status, 200)
  assert.equal((await site.post(`${link.path}/withdrawal`, {})).status, 422)
  assert.equal((await call(owner, 'GET', '/publication')).json.shown, 1)
  const later = testSite(database, () => new Date(Date.now() + 31 * 86_400_000))
  assert.equal((await later.ask(link.path)).status, 410)
  assert.equal((await later.post(`${link.path}/withdrawal`, { sure: 'yes' })).status, 410)
  assert.equal((await site.ask('/c/none')).status, 404)
})

test('sample data cannot be made public', async () => {
  const { owner, publication } = await opened()
  const [id] = await transaction(owner, (tx) => createParties(tx, [{ name: 'Sample' }], 'sample:osm-mosel'))
  const refused = await call(owner, 'POST', '/publication/parties', {
    partyIds: [id],
    kind: 'consent',
    proof: 'x',
    fields: publication.fields,
  })
  assert.deepEqual([refused.status, refused.json.errors[0].code], [422, 'sample_not_public'])
})

test('an erased contact person goes out of grounds, corrections and texts', async () => {
  const { owner, party, slug } = await opened()
  const { json: contact } = await call(owner, 'POST', `/parties/${party.id}/contacts`, {
    name: 'Erika Beispiel',
    email: 'erika@example.org',
  })
  await call(owner, 'POST', '/publication/parties', {
    partyIds: [party.id],
    kind: 'source',
    proof: 'Told by Erika Beispiel',
    fields: ['city'],
  })
  const { json: link } = await call(owner, 'POST', `/publication/parties/${party.id}/links`)
  await site.post(`${link.path}/correction`, { message: 'Ask Erika Beispiel' })
  assert.match((await site.ask(`/m/${slug}/weingut-steffen-${party.id.slice(-12)}`)).text, /Erika/)
  await transaction(owner, (tx) => eraseContact(tx, contact.id))
  const left = await Promise.all([
    call(owner, 'GET', '/publication/parties'),
    call(owner, 'GET', '/publication/corrections'),
    testSite(database).ask(`/m/${slug}/weingut-steffen-${party.id.slice(-12)}`),
  ])
  for (const { text } of left) assert.doesNotMatch(text, /Erika/)
})

test('the language is that of the address, else of the browser, else of the map, and a chosen one stays', async () => {
  const { slug, path } = await opened()
  const speaks = (header: string, address = `/m/${slug}`) => site.ask(address, { headers: { 'accept-language': header } })
  const lang = ({ text }: { text: string }) => /<html lang="(..)">/.exec(text)?.[1]
  for (const [header, expected] of [
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en-GB,en;q=0.9,de;q=0.8', 'en'],
    ['fr-FR,en;q=0.4,de;q=0.6', 'de'],
    ['de;q=0, fr', 'en'],
    ['*', 'en'],
    [`${'x,'.repeat(900)}de`, 'en'],
    ['de;q=much', 'en'],
  ] as const) {
    for (const address of [`/m/${slug}`, path, `/m/${slug}/privacy`]) assert.equal(lang(await speaks(header, address)), expected, header)
  }
  const german = await speaks('de')
  assert.match(german.headers.get('vary')!, /accept-language/)
  assert.doesNotMatch(german.text, /<a href="[^"]*lang=de/)
  assert.match(german.text, new RegExp(`<link rel="canonical" href="[^"]*/m/${slug}\\?lang=de">`))
  assert.match(german.text, new RegExp(`<a href="/m/${slug}\\?lang=en" lang="en"`))
  const etag = german.headers.get('etag')!
  const inEnglish = await site.ask(`/m/${slug}`, { headers: { 'accept-language': 'en', 'if-none-match': etag } })
  assert.deepEqual([inEnglish.status, lang(inEnglish)], [200, 'en'])
  const chosen = await speaks('de', `/m/${slug}?lang=en`)
  assert.equal(lang(chosen), 'en')
  assert.doesNotMatch(chosen.headers.get('vary')!, /accept-language/)
  assert.match(chosen.text, new RegExp(`href="${path}\\?lang=en"`))
  assert.match(chosen.text, new RegExp(`<link rel="canonical" href="[^"]*/m/${slug}">`))
  assert.equal(lang(await speaks('de', `/m/${slug}?lang=fr`)), 'de')
  assert.match((await speaks('de', '/m/nowhere')).text, /<html lang="de">/)
})

test('filters, pages and both languages work by plain links', async () => {
  const { owner, slug, publication } = await opened()
  const partyIds: string[] = []
  for (let n = 0; n < 70; n++) partyIds.push((await made(owner, { name: `Hof ${n}`, city: n < 5 ? 'Kröv' : 'Erden', sectorScheme: 'nace', sectorCode: '01.21' })).id) // biome-ignore format: one line reads better
  await call(owner, 'POST', '/publication/parties', { partyIds, kind: 'consent', proof: 'x', fields: publication.fields })
  const page = await site.ask(`/m/${slug}`)
  assert.match(page.text, /71 organisations/)
  assert.match(page.text, new RegExp(`href="/m/${slug}\\?page=2#list"`))
  assert.match((await site.ask(`/m/${slug}?city=Kr%C3%B6v`)).text, /5 of 71 organisations/)
  assert.match((await site.ask(`/m/${slug}?q=krov&lang=de`)).text, /5 von 71 Organisationen/)
  assert.match((await site.ask(`/m/${slug}?sector=nace:A`)).text, /70 of 71/)
  const german = await site.ask(`/m/${slug}/privacy?lang=de`)
  assert.match(german.text, /<html lang="de">.*Wer verantwortlich ist/s)
  assert.equal((await site.ask(`/m/${slug}?page=nonsense&sector=${'x'.repeat(3000)}`)).status, 200)
})

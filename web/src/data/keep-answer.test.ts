import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { keepAnswer } from './keep-answer.ts'

test('what a write answered stays, also when an older look arrives after it', async () => {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const older = Promise.withResolvers<string>()
  const look = new QueryObserver(queries, { queryKey: ['import', '1'], queryFn: () => older.promise, initialData: 'applied' })
  const leave = look.subscribe(() => undefined)
  assert.equal(look.getCurrentResult().fetchStatus, 'fetching')
  await keepAnswer(queries, ['import', '1'], 'undoing')
  older.resolve('applied')
  await new Promise((resolve) => setTimeout(resolve, 0))
  assert.equal(look.getCurrentResult().data, 'undoing')
  leave()
  queries.clear()
})

import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { answer, api } from '../../api.ts'
import type { components } from '../../api-types.ts'
import { useEcosystem } from '../../data/session.ts'
import { ApiError } from '../../problem.ts'
import { download } from '../../ui/download.ts'
import type { Filter } from './filter.ts'

export type NewExport = components['schemas']['NewExport']
export type Format = NewExport['format']
export type Table = NonNullable<NewExport['table']>
export type Taken = { name: string; sizeBytes: number }

/** How many organisations a filter leaves. */
export function useCount(filter: Filter | undefined) {
  const { id: ecosystemId } = useEcosystem()
  return useQuery({
    queryKey: ['export-count', ecosystemId, filter],
    queryFn: () =>
      answer(api.GET('/api/ecosystems/{ecosystemId}/parties', { params: { path: { ecosystemId }, query: { ...filter, limit: 1 } } })),
    select: ({ total }) => total ?? 0,
    enabled: filter !== undefined,
  })
}

/** Takes a file while it is written, says how much has come, and hands it on when it is whole. It can be stopped. */
export function useTake() {
  const { id: ecosystemId } = useEcosystem()
  const [sizeBytes, setSizeBytes] = useState(0)
  const stopping = useRef<AbortController>(undefined)
  const taking = useMutation({
    mutationFn: async (wish: NewExport): Promise<Taken | undefined> => {
      stopping.current = new AbortController()
      const { signal } = stopping.current
      setSizeBytes(0)
      try {
        const { name, file } = await take(ecosystemId, wish, signal, setSizeBytes)
        download(file, name)
        return { name, sizeBytes: file.size }
      } catch (error) {
        if (signal.aborted) return undefined
        throw error
      }
    },
  })
  return { ...taking, sizeBytes, stop: () => stopping.current?.abort() }
}

async function take(ecosystemId: string, body: NewExport, signal: AbortSignal, onSize: (sizeBytes: number) => void) {
  const asked = await api.POST('/api/ecosystems/{ecosystemId}/exports', {
    params: { path: { ecosystemId } },
    body,
    signal,
    parseAs: 'stream',
  })
  const content = await answer(Promise.resolve(asked))
  const pieces: BlobPart[] = []
  let sizeBytes = 0
  const reader = (content as ReadableStream<Uint8Array<ArrayBuffer>>).getReader()
  for (;;) {
    const { value, done } = await reader.read().catch(() => {
      throw new ApiError({ status: 0, code: 'export_broken', title: 'The file broke off before its end.' })
    })
    if (done) break
    pieces.push(value)
    sizeBytes += value.length
    onSize(sizeBytes)
  }
  const name = /filename="([^"]+)"/.exec(asked.response.headers.get('content-disposition') ?? '')?.[1] ?? 'tutti'
  return { name, file: new Blob(pieces, { type: asked.response.headers.get('content-type') ?? '' }) }
}

import { createHash } from 'node:crypto'
import type { Ctx, Tx } from './ctx.ts'
import { DomainError, found } from './errors.ts'
import { newId } from './ids.ts'
import { storable } from './texts.ts'

/** Small, because the driver needs many times as much while a chunk is on its way. */
const CHUNK_BYTES = 1 << 18

export type StoredFile = { id: string; name: string; mediaType: string; sizeBytes: number }

/**
 * Keeps a file in the database, in chunks, so that it is in the same transaction and the same backup as the rows that speak of it.
 * Reads the stream once; throws too_large as soon as more than `maxBytes` have come.
 */
export async function saveFile(
  tx: Tx,
  input: { name: string; mediaType: string; content: AsyncIterable<Uint8Array>; maxBytes: number },
): Promise<StoredFile> {
  const id = newId()
  const hash = createHash('sha256')
  const file = {
    ecosystem_id: tx.ecosystemId,
    id,
    name: storable(input.name.slice(0, 255)),
    media_type: input.mediaType,
    created_at: tx.now(),
  }
  await tx.db
    .insertInto('files')
    .values({ ...file, size_bytes: 0n, sha256: Buffer.alloc(0) })
    .execute()
  let sizeBytes = 0
  let position = 0
  for await (const bytes of chunks(input.content)) {
    sizeBytes += bytes.length
    if (sizeBytes > input.maxBytes) {
      const limit = Math.floor(input.maxBytes / 1e6)
      throw new DomainError('too_large', 'file_too_large', `The file is larger than ${limit} MB. Nothing was kept.`)
    }
    hash.update(bytes)
    await tx.db.insertInto('file_chunks').values({ ecosystem_id: tx.ecosystemId, file_id: id, position: position++, bytes }).execute()
  }
  await tx.db
    .updateTable('files')
    .set({ size_bytes: BigInt(sizeBytes), sha256: hash.digest() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  return { id, name: file.name, mediaType: file.media_type, sizeBytes }
}

/** The content of a file, chunk by chunk. Must run in the transaction of `ctx`. */
export async function* readFile(ctx: Ctx | Tx, id: string): AsyncGenerator<Buffer> {
  for (let position = 0; ; position++) {
    const chunk = await ctx.db
      .selectFrom('file_chunks')
      .select('bytes')
      .where('ecosystem_id', '=', ctx.ecosystemId)
      .where('file_id', '=', id)
      .where('position', '=', position)
      .executeTakeFirst()
    if (!chunk) return
    yield chunk.bytes
  }
}

export async function getFile(ctx: Ctx | Tx, id: string): Promise<StoredFile> {
  const row = await ctx.db
    .selectFrom('files')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', '=', id)
    .executeTakeFirst()
  const file = found(row, 'file')
  return { id: file.id, name: file.name, mediaType: file.media_type, sizeBytes: Number(file.size_bytes) }
}

export async function deleteFile(tx: Tx, id: string): Promise<void> {
  await tx.db.deleteFrom('files').where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).execute()
}

async function* chunks(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let kept: Uint8Array[] = []
  let size = 0
  for await (const piece of content) {
    kept.push(piece)
    size += piece.length
    if (size < CHUNK_BYTES) continue
    yield Buffer.concat(kept)
    kept = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(kept)
}

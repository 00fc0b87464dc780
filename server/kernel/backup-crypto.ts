import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { Transform } from 'node:stream'

const ALGORITHM = 'aes-256-gcm'
const CHUNK_BYTES = 64 * 1024
const TAG_BYTES = 16
const KEY_BYTES = 32
const SALT_BYTES = 16
const NONCE_BYTES = 12
const COST_LOG2 = 17 // 128 MB and about half a second for each guess
const COST_LOG2_MAX = 20
const BLOCK_SIZE = 8

/** What the header of an encrypted file says: everything but the passphrase. */
export type Encryption = { cipher: typeof ALGORITHM; kdf: 'scrypt'; salt: string; costLog2: number; chunkBytes: number }

export function newEncryption(): Encryption {
  const salt = randomBytes(SALT_BYTES).toString('base64')
  return { cipher: ALGORITHM, kdf: 'scrypt', salt, costLog2: COST_LOG2, chunkBytes: CHUNK_BYTES }
}

/**
 * Encrypts in chunks of 64 KiB, each with a tag of its own, after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as the
 * tool age uses it: the nonce is a counter and ends in 1 for the last chunk, so that chunks can be neither swapped nor cut off. The
 * key is of this one file, because its salt is random; `header` is authenticated with every chunk.
 */
export async function encrypt(encryption: Encryption, passphrase: string, header: Buffer): Promise<Transform> {
  const key = await keyOf(encryption, passphrase)
  return inChunks(CHUNK_BYTES, (chunk, counter, last) => {
    const cipher = createCipheriv(ALGORITHM, key, nonceOf(counter, last)).setAAD(header)
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
  })
}

/** Fails with one sentence where the passphrase is wrong, or a byte was changed, moved, added or lost. */
export async function decrypt(encryption: Encryption, passphrase: string, header: Buffer): Promise<Transform> {
  const key = await keyOf(encryption, passphrase)
  return inChunks(CHUNK_BYTES + TAG_BYTES, (chunk, counter, last) => {
    try {
      if (chunk.length < TAG_BYTES) throw new Error('too short')
      const decipher = createDecipheriv(ALGORITHM, key, nonceOf(counter, last), { authTagLength: TAG_BYTES }).setAAD(header)
      decipher.setAuthTag(chunk.subarray(-TAG_BYTES))
      return Buffer.concat([decipher.update(chunk.subarray(0, -TAG_BYTES)), decipher.final()])
    } catch (cause) {
      throw new Error(counter === 0 ? 'The passphrase is wrong, or the file is damaged.' : 'The file is damaged or cut off.', { cause })
    }
  })
}

/** Cuts a stream into pieces of `size`; the last one, which may be shorter or empty, is only known at the end. */
function inChunks(size: number, work: (chunk: Buffer, counter: number, last: boolean) => Buffer): Transform {
  let kept: Buffer = Buffer.alloc(0)
  let counter = 0
  return new Transform({
    transform(bytes: Buffer, _encoding, done) {
      try {
        kept = Buffer.concat([kept, bytes])
        let from = 0
        for (; kept.length - from > size; from += size) this.push(work(kept.subarray(from, from + size), counter++, false))
        kept = kept.subarray(from)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        done(null, work(kept, counter, true))
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

function nonceOf(counter: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUIntBE(counter, NONCE_BYTES - 7, 6)
  nonce[NONCE_BYTES - 1] = last ? 1 : 0
  return nonce
}

function keyOf({ cipher, kdf, salt, costLog2, chunkBytes }: Encryption, passphrase: string): Promise<Buffer> {
  const known = cipher === ALGORITHM && kdf === 'scrypt' && chunkBytes === CHUNK_BYTES && costLog2 >= 10 && costLog2 <= COST_LOG2_MAX
  if (!known) throw new Error('The file is encrypted in a way this version does not know.')
  const options = { N: 2 ** costLog2, r: BLOCK_SIZE, p: 1, maxmem: 256 * BLOCK_SIZE * 2 ** costLog2 }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

import { inflateSync } from 'node:zlib'

/** The lines of text of a PDF as somebody reads them: page by page, from the top, each from the left. Knows only what our own files hold. */
export function textOfPdf(file: Uint8Array): string[][] {
  const objects = objectsOf(Buffer.from(file).toString('latin1'))
  return [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head)).map(({ head }) => linesOf(head, objects))
}

type Piece = { head: string; stream: Buffer | undefined }

function objectsOf(text: string): Map<string, Piece> {
  const found = new Map<string, Piece>()
  for (const [, id, body] of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const at = body!.indexOf('stream\n')
    const head = at < 0 ? body! : body!.slice(0, at)
    const bytes = at < 0 ? undefined : Buffer.from(body!.slice(at + 'stream\n'.length, body!.lastIndexOf('\nendstream')), 'latin1')
    found.set(id!, { head, stream: bytes && (head.includes('FlateDecode') ? inflateSync(bytes) : bytes) })
  }
  return found
}

function linesOf(page: string, objects: Map<string, Piece>): string[] {
  const resources = referredTo(page, 'Resources', objects) ?? page
  const fonts = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? ''
  const letters = new Map(
    [...fonts.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name, id]) => [name!, lettersOf(objects.get(id!)!.head, objects)]),
  )
  const content = objects.get(/\/Contents (\d+) 0 R/.exec(page)![1]!)!.stream!.toString('latin1')
  const rows = new Map<number, { x: number; text: string }[]>()
  for (const [block] of content.matchAll(/BT [\s\S]*? ET/g)) {
    let place: { x: number; y: number } | undefined
    let text = ''
    for (const [, font, x, y, hex] of block.matchAll(/\/(\w+) [\d.]+ Tf 1 0 0 -1 ([\d.]+) ([\d.]+) Tm <([0-9a-f]*)> Tj/g)) {
      place ??= { x: Number(x), y: Number(y) }
      for (const [code] of hex!.matchAll(/.{4}/g)) text += letters.get(font!)!.get(Number.parseInt(code, 16)) ?? '\ufffd'
    }
    if (place) rows.set(place.y, [...(rows.get(place.y) ?? []), { x: place.x, text }])
  }
  const sorted = [...rows].sort(([a], [b]) => a - b).map(([, pieces]) => pieces.sort((a, b) => a.x - b.x))
  return sorted.map((pieces) => pieces.map(({ text }) => text).join(' | '))
}

function lettersOf(font: string, objects: Map<string, Piece>): Map<number, string> {
  const map = objects.get(/\/ToUnicode (\d+) 0 R/.exec(font)![1]!)!.stream!.toString('latin1')
  const found = new Map<number, string>()
  for (const [, first, list] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    let code = Number.parseInt(first!, 16)
    for (const [, hex] of list!.matchAll(/<([0-9a-f ]*)>/g))
      found.set(code++, Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'))
  }
  return found
}

function referredTo(head: string, name: string, objects: Map<string, Piece>): string | undefined {
  const [, id] = new RegExp(`/${name} (\\d+) 0 R`).exec(head) ?? []
  return id === undefined ? undefined : objects.get(id)!.head
}

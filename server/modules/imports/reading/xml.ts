/** Reads XML of workbooks and networks: no document types, no entities of its own, limited depth and text. */
import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { refuse } from './uploads.ts'

const DEPTH_MAX = 40
const TEXT_CHARS_MAX = 1_000_000
/** What these files write into attributes is short; the longest are formulas, lists of conditional formats, and descriptions. */
const ATTRIBUTE_CHARS_MAX = 32_767
const ATTRIBUTES_MAX = 200
/** How long reading goes on before others get their turn: pieces that need no unpacking come without a pause between them. */
const TURN_MS = 30
/** What is parsed in one stretch: a thousand small elements, not as many as a chunk can hold. */
const PIECE_CHARS = 8_192

export type XmlHandlers = {
  open?: (name: string, attributes: Record<string, string>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Feeds the chunks to the handlers and yields after each, so that a reader can hand on what it has. Names come without prefix. */
export async function* walkXml(chunks: AsyncIterable<Uint8Array | string>, fileName: string, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser()
  const decoder = new TextDecoder('utf-8')
  const local = (name: string) => name.slice(name.indexOf(':') + 1)
  let depth = 0
  let length = 0
  let attributeCount = 0
  parser.on('doctype', () => {
    throw refuse('import_xml_doctype', `“${fileName}” declares a document type, behind which anything can hide. It was not read.`)
  })
  parser.on('attribute', ({ value }) => {
    if (++attributeCount > ATTRIBUTES_MAX || value.length > ATTRIBUTE_CHARS_MAX)
      throw refuse('import_xml_attributes', `“${fileName}” holds more or longer attributes than it can need. It was not read.`)
  })
  parser.on('opentag', ({ name, attributes }) => {
    attributeCount = 0
    if (++depth > DEPTH_MAX)
      throw refuse('import_xml_depth', `“${fileName}” is nested more than ${DEPTH_MAX} levels deep. It was not read.`)
    length = 0
    handlers.open?.(local(name), attributes as Record<string, string>)
  })
  parser.on('closetag', ({ name }) => {
    depth--
    handlers.close?.(local(name))
  })
  const onText = (text: string) => {
    length += text.length
    if (length > TEXT_CHARS_MAX)
      throw refuse('import_cell_too_long', `“${fileName}” holds a text of more than ${TEXT_CHARS_MAX} characters.`)
    handlers.text?.(text)
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  let turn = performance.now()
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    for (let at = 0; at < text.length; at += PIECE_CHARS) {
      parser.write(text.slice(at, at + PIECE_CHARS))
      yield
      if (performance.now() - turn < TURN_MS) continue
      await setImmediate()
      turn = performance.now()
    }
  }
  parser.write(decoder.decode())
  parser.close()
  yield
}

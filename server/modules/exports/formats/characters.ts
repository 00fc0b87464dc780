/** Which characters a file may hold, and how XML writes those that mean something there. Pure. */

/** What no XML 1.0 document can hold, not even escaped, and what no reader of any format has a use for: control characters, halves of letters. */
const UNWRITABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
/** Most texts have nothing to be written otherwise, and are told so at once. */
const UNPLAIN = /[^ !#-%'-;=?-\ud7ff\ue000-\ufffd]/

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Without control characters; tabs and line ends stay. */
export function clean(text: string): string {
  return UNPLAIN.test(text) ? text.replace(UNWRITABLE, '') : text
}

/** For the content of an element and for the value of an attribute: line ends and tabs stay what they are in both. */
export function xml(text: string): string {
  if (!UNPLAIN.test(text)) return text
  return text.replace(UNWRITABLE, '').replace(/[&<>"\t\n\r]/g, (mark) => ENTITIES[mark] ?? `&#${mark.charCodeAt(0)};`)
}

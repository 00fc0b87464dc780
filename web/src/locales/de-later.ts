// every file in ./de/later/ holds texts that nobody needs at once: they come behind the first page
const areas = import.meta.glob<Record<string, unknown>>('./de/later/*.ts', { eager: true, import: 'messages' })

export const messages = Object.fromEntries(
  Object.entries(areas).map(([path, texts]) => [path.slice('./de/later/'.length, -'.ts'.length), texts]),
)

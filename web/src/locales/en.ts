// every file in ./en/ holds the texts of one area; the file's name is the first part of its keys. Those in ./en/pages/ come with their pages
const areas = import.meta.glob<Record<string, unknown>>('./en/*.ts', { eager: true, import: 'messages' })

export const messages = Object.fromEntries(Object.entries(areas).map(([path, texts]) => [path.slice('./en/'.length, -'.ts'.length), texts]))

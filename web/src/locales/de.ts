// every file in ./de/ holds the texts of one area; the file's name is the first part of its keys. Those in ./de/pages/ come with their pages
const areas = import.meta.glob<Record<string, unknown>>('./de/*.ts', { eager: true, import: 'messages' })

export const messages = Object.fromEntries(Object.entries(areas).map(([path, texts]) => [path.slice('./de/'.length, -'.ts'.length), texts]))

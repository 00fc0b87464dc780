import { log } from '../server/kernel/log.ts'
import { loadSettings, type Settings } from '../server/kernel/settings.ts'

/** Runs a command with the settings. What goes wrong is told in a line for a person, and the exit code says so. */
export async function command(work: (args: string[], settings: Settings) => Promise<void>): Promise<void> {
  try {
    const settings = loadSettings()
    log.level = process.env.TUTTI_LOG_LEVEL ? settings.logLevel : 'warn'
    await work(process.argv.slice(2), settings)
  } catch (error) {
    console.error(tell(error))
    process.exitCode = 1
  }
}

/** The message; the stack only where the program itself, and not its surroundings, is wrong. */
export function tell(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = (error as NodeJS.ErrnoException).code
  const isBug = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError
  return isBug && code === undefined ? (error.stack ?? error.message) : error.message || (code ?? error.name)
}

// The program as it serves, for the bench that kills it: says `ready` when it does.
import { startServer } from '../../server/main.ts'

const { host, database, smtpUrl, perMinute } = JSON.parse(process.argv[2] ?? '{}') as Record<string, string> & { perMinute: number }

await startServer({
  database: { host: host!, user: 'tutti_app', database: database! },
  workspace: 'web',
  settings: {
    host: '127.0.0.1',
    port: 0,
    url: 'http://localhost',
    dataFolder: process.env.TMPDIR!,
    databaseUrl: undefined,
    migrationDatabaseUrl: undefined,
    mail: { smtpUrl: smtpUrl!, from: 'bench@example.org', perMinute },
    bounces: undefined,
    tiles: undefined,
    geocoder: undefined,
    trustedProxies: [],
    oidc: undefined,
    secret: 'a secret of more than thirty-two characters',
    logLevel: 'error',
    backupPassphrase: undefined,
  },
})
console.log('ready')

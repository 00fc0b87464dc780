import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = `http://localhost:${process.env.TUTTI_PORT ?? '4180'}`

/** What pages are put together from. */
const PIECES = /node_modules\/(?:@mantine|@tabler|@floating-ui)\/|\/web\/src\/(?:ui|data)\//

export default defineConfig({
  root: 'web',
  plugins: [react()],
  // the server puts a fresh nonce here for every answer
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': server, '/auth': server, '/health': server } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // the content security policy allows no data: scripts, styles or fonts
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      output: {
        // few files, because each request costs a browser more than the bytes in it: one of what every page needs, one of what many do
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 1 },
            { name: 'pieces', test: PIECES, minShareCount: 5 },
          ],
        },
      },
    },
  },
})

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = `http://localhost:${process.env.TUTTI_PORT ?? '4180'}`

export default defineConfig({
  root: 'web',
  plugins: [react()],
  // the server puts a fresh nonce here for every answer
  html: { cspNonce: '__CSP_NONCE__' },
  server: { proxy: { '/api': server, '/auth': server, '/health': server } },
  // nothing inlined: the content security policy allows no data: scripts, styles or fonts
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', assetsInlineLimit: 0, manifest: true, chunkSizeWarningLimit: 1200 },
})

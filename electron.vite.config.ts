// Builds the three worlds: main (desktop door and command line), preload, renderer. Dependencies stay outside the
// bundles of main, so that native modules and esptool data load from their packages.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      externalizeDeps: true,
      rollupOptions: {
        input: { electron: 'main/hosts/electron/index.ts', cli: 'main/hosts/cli/index.ts' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    build: { minify: true, rollupOptions: { input: { index: 'renderer/index.html' } } },
    plugins: [react()],
  },
})

// Builds the three worlds: main (desktop door, its station and the command line), preload, renderer. Native modules and what loads its
// own files stay outside the bundles of main; packages of many small modules go in, because reading hundreds of files
// is half of the time in which the station starts.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundledPackages } from './scripts/bundled-packages.ts'

export default defineConfig({
  main: {
    plugins: [bundledPackages('main')],
    build: {
      externalizeDeps: {
        exclude: ['kysely', 'zod', 'commander', '@orpc/contract', '@orpc/server'],
      },
      rollupOptions: {
        input: {
          electron: 'main/hosts/electron/index.ts',
          station: 'main/hosts/station-process/index.ts',
          cli: 'main/hosts/cli/index.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    plugins: [bundledPackages('preload')],
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
    plugins: [react(), bundledPackages('renderer')],
  },
})

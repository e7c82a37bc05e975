// The layers of the house, as errors. Dependencies run one way:
//   renderer -> preload/contract <- everything
//   hosts -> station -> { job, bench, sync, outbox, local-cloud, practice, factory }
//         -> { protocols, transports, hand-out, clouds, firmware, profiles, store } -> preload/contract
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const only = (name, folder, allowed) =>
  rule(
    name,
    `${folder} may use only: ${allowed.join(', ')}`,
    { path: `^main/${folder}/` },
    { path: '^(main|renderer|preload)/', pathNot: [`^main/${folder}/`, '^preload/contract/', ...allowed] },
  )
const lower = ['protocols', 'transports', 'hand-out', 'clouds', 'firmware', 'profiles', 'store'].map(
  (name) => `^main/${name}/`,
)
const importers = (name, module, allowed) =>
  rule(
    name,
    `only ${allowed.join(', ')} imports ${module}`,
    { path: '^(main|preload|renderer)/', pathNot: allowed },
    { path: module },
  )

export default {
  forbidden: [
    rule(
      'no-circular',
      'two files that need each other are one idea',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    rule('no-unresolved', 'every import must exist', {}, { couldNotResolve: true, pathNot: '^electron$' }),
    rule(
      'no-dev-dependencies-in-main',
      'what ships must be a dependency',
      { path: '^main/', pathNot: '^main/hosts/electron/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'contract-is-data',
      'the contract imports zod and @orpc/contract, nothing of ours',
      { path: '^preload/contract/' },
      { path: '^(main|renderer)/|node_modules/(?!zod|@orpc/contract)' },
    ),
    rule(
      'renderer-knows-the-contract',
      'the renderer sees the contract and nothing of main',
      { path: '^renderer/' },
      { path: '^(main/|preload/(?!contract/))' },
    ),
    rule(
      'nobody-imports-hosts',
      'doors are opened from outside',
      { path: '^(main|preload|renderer)/', pathNot: '^main/hosts/' },
      { path: '^main/hosts/' },
    ),
    only('transports-know-no-protocol', 'transports', []),
    rule(
      'protocols-know-the-type-link',
      'protocols know the type Link and the formats of images, and no transport',
      { path: '^main/protocols/' },
      {
        path: '^main/(?!protocols/)',
        pathNot: '^main/(transports/(link|lan-host|broker)\\.ts$|hand-out/hand-out\\.ts$|firmware/formats/)',
      },
    ),
    rule(
      'protocols-import-link-as-type',
      'Link is only a type to a protocol',
      { path: '^main/protocols/' },
      { path: '^main/(transports|hand-out)/', dependencyTypesNot: ['type-only'] },
    ),
    only('hand-out-stands-alone', 'hand-out', []),
    only('clouds-stand-alone', 'clouds', []),
    only('firmware-layer', 'firmware', ['^main/protocols/protocol\\.ts$']),
    only('profiles-layer', 'profiles', ['^main/protocols/']),
    only('store-layer', 'store', ['^main/clouds/(cloud|report)\\.ts$']),
    only('job-sees-interfaces', 'job', [
      '^main/protocols/(protocol\\.ts|console/)',
      '^main/transports/link\\.ts$',
      '^main/hand-out/hand-out\\.ts$',
      '^main/clouds/(cloud|report)\\.ts$',
      '^main/profiles/',
      '^main/store/job-store\\.ts$',
    ]),
    only('bench-layer', 'bench', lower),
    only('sync-layer', 'sync', lower),
    only('outbox-layer', 'outbox', lower),
    only('factory-layer', 'factory', lower),
    only('local-cloud-layer', 'local-cloud', lower),
    only('practice-layer', 'practice', lower),
    only('station-layer', 'station', [
      ...lower,
      '^main/(job|bench|sync|outbox|local-cloud|practice|factory)/',
    ]),
    importers('serialport-importers', '^node_modules/serialport/', ['^main/transports/(serial|usb)\\.ts$']),
    importers('mqtt-importer', '^node_modules/mqtt/', ['^main/transports/mqtt\\.ts$']),
    importers('mdns-importer', '^node_modules/multicast-dns/', [
      '^main/transports/mdns\\.ts$',
      '^main/practice/lan/',
    ]),
    importers('sqlite-importer', '^node_modules/better-sqlite3/', ['^main/store/open\\.ts$']),
    importers('postgres-importer', '^node_modules/pg/', ['^main/local-cloud/database/postgres\\.ts$']),
    importers('keychain-importer', '^node_modules/@napi-rs/keyring/', ['^main/station/keychain\\.ts$']),
    importers('electron-importers', '^(node_modules/electron/|electron$)', [
      '^main/hosts/electron/',
      '^preload/index\\.ts$',
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}

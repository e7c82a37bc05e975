// Which packages are shipped, by the lock file and what the bundler saw; whether their licences may be; what an audit says.
import { describe, expect, it } from 'vitest'
import { judgeAudit } from '../../scripts/audit.ts'
import { packageFolderOf } from '../../scripts/bundled-packages.ts'
import { isAllowed } from '../../scripts/licences.ts'
import { packedPackages } from '../../scripts/packed-packages.ts'
import { onlyPacked } from '../../scripts/sbom.ts'

const entry = { version: '1.0.0', license: 'MIT', dev: false, devOptional: false }
const locked = {
  '': { ...entry, name: 'flashline' },
  'node_modules/a': entry,
  'node_modules/a/node_modules/b': { ...entry, version: '2.0.0' },
  'node_modules/@types/node': entry,
  'node_modules/electron': { ...entry, dev: true },
  'node_modules/react': { ...entry, dev: true },
  'node_modules/vitest': { ...entry, dev: true },
  'node_modules/alias': { ...entry, name: 'real' },
}

describe('packed packages', () => {
  it('are production dependencies, bundled ones and Electron', () => {
    const packed = packedPackages(locked, ['node_modules/react', 'node_modules/a'])
    expect(packed.map(({ folder, isProduction, isBundled }) => [folder, isProduction, isBundled])).toEqual([
      ['node_modules/a', true, true],
      ['node_modules/a/node_modules/b', true, false],
      ['node_modules/alias', true, false],
      ['node_modules/electron', false, false],
      ['node_modules/react', false, true],
    ])
    expect(packed.map(({ name, version }) => `${name}@${version}`)).toContain('b@2.0.0')
    expect(packed.map(({ name }) => name)).toContain('real')
  })

  it('are all known', () => {
    expect(() => packedPackages(locked, ['node_modules/smuggled'])).toThrow('node_modules/smuggled')
  })

  it.each([
    ['/home/me/flashline/node_modules/@mantine/core/esm/index.mjs', 'node_modules/@mantine/core'],
    ['C:\\flashline\\node_modules\\zod\\index.js?commonjs-proxy', 'node_modules/zod'],
    ['\0/p/node_modules/a/node_modules/b/x.js', 'node_modules/a/node_modules/b'],
    ['/home/me/flashline/main/station/station.ts', null],
    ['\0vite/preload-helper.js', null],
  ])('%j is of %s', (moduleId, folder) => {
    expect(packageFolderOf(moduleId)).toBe(folder)
  })
})

describe('licences', () => {
  it.each(['MIT', '(MIT OR GPL-3.0)', 'MIT AND Zlib', '(MIT AND Zlib)', 'Apache-2.0 OR LGPL-3.0'])(
    '%s may be shipped',
    (expression) => expect(isAllowed(expression)).toBe(true),
  )

  it.each([
    'GPL-3.0',
    'AGPL-3.0-only',
    'LGPL-2.1-or-later',
    'MIT AND GPL-2.0',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.txt',
    '(MIT AND (GPL-3.0 OR ISC))',
    '',
    null,
  ])('%s may not', (expression) => expect(isAllowed(expression)).toBe(false))
})

describe('the bill of materials', () => {
  const component = (name: string, folder: string) => ({
    'bom-ref': name,
    name,
    properties: [{ name: 'cdx:npm:package:path', value: folder }],
  })
  const document = {
    metadata: { component: { 'bom-ref': 'root', name: 'flashline', properties: [] } },
    components: [component('a', 'node_modules/a'), component('vitest', 'node_modules/vitest')],
    dependencies: [
      { ref: 'root', dependsOn: ['a', 'vitest'] },
      { ref: 'vitest', dependsOn: ['a'] },
    ],
  }
  const a = {
    folder: 'node_modules/a',
    name: 'a',
    version: '1',
    licence: 'MIT',
    isProduction: true,
    isBundled: true,
  }

  it('keeps what is shipped and says what is in the bundles', () => {
    const { components, dependencies } = onlyPacked(document, [a])
    expect(components).toEqual([
      {
        'bom-ref': 'a',
        name: 'a',
        scope: 'required',
        properties: [
          { name: 'cdx:npm:package:path', value: 'node_modules/a' },
          { name: 'cdx:npm:package:bundled', value: 'true' },
        ],
      },
    ])
    expect(dependencies).toEqual([{ ref: 'root', dependsOn: ['a'] }])
  })

  it('is not made without a part that is shipped', () => {
    expect(() => onlyPacked(document, [{ ...a, folder: 'node_modules/c' }])).toThrow('node_modules/c')
  })
})

describe('the audit', () => {
  const packed = new Set(['node_modules/ws', 'node_modules/react'])
  const flaw = (
    name: string,
    severity: string,
    via: unknown[] = [{ title: 'a flaw', url: 'https://x' }],
  ) => ({
    [name]: { name, severity, via, nodes: [`node_modules/${name}`], effects: [], range: '*', isDirect: true },
  })
  const report = (vulnerabilities: object) =>
    JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} })

  it('finds high and critical flaws of what is shipped', () => {
    const printed = report({ ...flaw('ws', 'high'), ...flaw('react', 'critical', ['scheduler']) })
    expect(judgeAudit(printed, packed)).toEqual({
      state: 'told',
      findings: [
        { name: 'ws', severity: 'high', titles: ['a flaw'] },
        { name: 'react', severity: 'critical', titles: ['scheduler'] },
      ],
    })
  })

  it('leaves out lesser flaws and what only builds', () => {
    expect(judgeAudit(report({ ...flaw('ws', 'moderate'), ...flaw('vitest', 'critical') }), packed)).toEqual({
      state: 'told',
      findings: [],
    })
  })

  it.each([
    [
      'a registry without audits',
      '{"message":"405 Method Not Allowed","statusCode":405,"error":{"summary":""}}',
    ],
    ['no network', '{"error":{"code":"ENOTFOUND","summary":"request failed"}}'],
    ['an older report', '{"auditReportVersion":1,"advisories":{}}'],
    ['nothing at all', ''],
    ['a page of a proxy', '<html>blocked</html>'],
  ])('is not done with %s, rather than passed', (_name, printed) => {
    expect(judgeAudit(printed, packed)).toEqual({ state: 'unknown' })
  })
})

// No sentence stands in a component: text between tags and in the attributes that people read or hear comes from the
// text files. Read from the syntax tree of every component.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const renderer = join(import.meta.dirname, '../../renderer')
/** What a person reads or a screen reader says. */
const readAttributes = new Set([
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'alt',
  'title',
  'label',
  'placeholder',
  'description',
  'error',
])
/** The name of the program, and marks that are the same in every language. */
const sameEverywhere =
  /^(Flashline|[^\p{L}]*|SN|MAC|ID|IP|MD5|SHA-256|B|kB|MB|s|ms|mm|CSV|JSON|PDF|QR|en|zh-CN)$/u

/** What has to be typed exactly so, shown in an empty field. */
const example = /^(https?:\/\/\S*|\/\S+|\S+=\S+|-----BEGIN [A-Z]+-----)$/

const joining: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
])

function sentencesIn(path: string): string[] {
  const source = ts.createSourceFile(
    path,
    readFileSync(path, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  )
  const found: string[] = []
  const note = (node: ts.Node, text: string) => {
    if (sameEverywhere.test(text.trim()) || example.test(text.trim())) return
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    found.push(`${path.slice(renderer.length + 1)}:${line + 1} ${text.trim()}`)
  }
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) note(node, node.text)
    if (ts.isJsxAttribute(node) && readAttributes.has(node.name.getText()) && node.initializer)
      for (const text of literalsOf(node.initializer)) note(node, text)
    if (
      ts.isJsxExpression(node) &&
      (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)) &&
      node.expression
    )
      for (const text of literalsOf(node.expression)) note(node, text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The texts that an expression may become by itself: literals, and the branches of a condition. */
function literalsOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text]
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isBinaryExpression(node) && joining.has(node.operatorToken.kind))
    return [...literalsOf(node.left), ...literalsOf(node.right)]
  if (ts.isJsxExpression(node) && node.expression) return literalsOf(node.expression)
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression)
  return []
}

test('no component says a sentence of its own', () => {
  const components = globSync('**/*.tsx', { cwd: renderer })
  expect(components.length).toBeGreaterThan(80)
  expect(components.flatMap((name) => sentencesIn(join(renderer, name)))).toEqual([])
})

test('the reader of components finds what it looks for', () => {
  const wrong = `export const X = () => <p title={a ? 'Yes, do it' : t('x')}>Hello there{b && 'and more'}</p>`
  const found: string[] = []
  const source = ts.createSourceFile('x.tsx', wrong, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) found.push(node.text)
    if (ts.isJsxAttribute(node) && node.initializer) found.push(...literalsOf(node.initializer))
    if (ts.isJsxExpression(node) && node.expression && ts.isJsxElement(node.parent))
      found.push(...literalsOf(node.expression))
    ts.forEachChild(node, visit)
  }
  visit(source)
  expect(found).toEqual(['Yes, do it', 'Hello there', 'and more'])
})

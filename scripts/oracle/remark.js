// stdin: a JSON array of texts. stdout: for each what remark-parse 8 reads in CommonMark mode,
// {sections, items, headings}, with places as [line, column] from 0 in UTF-16 code units.
'use strict'

const fs = require('fs')
const parse = require('remark-parse')
const unified = require('unified')

const parser = unified().use(parse, {commonmark: true})

// Obsidian takes any character in a box, remark-parse only a blank and x.
const BOX = /((?:^|[ \t>])(?:[-*+]|\d+[.)])[ \t]+\[)[^\[\]\n\r\ud800-\udfff](\](?=[ \t]))/gm

const place = (point) => [point.line - 1, point.column - 1]
const start = (node) => place(node.position.start)
const end = (node) => place(node.position.end)

// An item ends before the list that it ends with.
function endOfItem(item) {
  const blocks = item.children
  const last = blocks[blocks.length - 1]
  return last && last.type === 'list' && blocks.length > 1 ? end(blocks[blocks.length - 2]) : end(item)
}

function itemsIn(node, parent) {
  return (node.children || []).flatMap((child) =>
    child.type === 'listItem'
      ? [[start(child), endOfItem(child), parent], ...itemsIn(child, start(child))]
      : itemsIn(child, parent)
  )
}

function read(text) {
  const root = parser.parse(text.replace(BOX, '$1x$2'))
  const headings = root.children.filter((node) => node.type === 'heading')
  return {
    sections: root.children.map((node) => [node.type, start(node), end(node)]),
    items: itemsIn(root, null),
    headings: headings.map((node) => [start(node), node.depth]),
  }
}

const texts = JSON.parse(fs.readFileSync(0, 'utf8'))
process.stdout.write(JSON.stringify(texts.map(read)))

import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';

const MARKS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const TAGS: Partial<Record<Nodes['type'], string>> = {
  paragraph: 'p',
  emphasis: 'em',
  strong: 'strong',
  list: 'ul',
  listItem: 'li',
};

/**
 * A changelog as HTML below the heading of a page: without its title, sections a level down, links as their words (the pages link to no other
 * site), and no tag but these, whosever text it is.
 */
export function changelogHtml(markdown: string): string {
  const escaped = (text: string) => text.replace(/[&<>"]/g, (mark) => MARKS[mark]);
  const write = (node: Nodes): string => {
    const within = () => ('children' in node ? node.children.map(write).join('') : '');
    if (node.type === 'heading') return node.depth === 1 ? '' : `<h${node.depth + 1}>${within()}</h${node.depth + 1}>`;
    if (node.type === 'inlineCode') return `<code>${escaped(node.value)}</code>`;
    if (node.type === 'code') return `<pre><code>${escaped(node.value)}</code></pre>`;
    const tag = TAGS[node.type];
    // An item of a tight list is its text.
    if (node.type === 'listItem' && !node.spread)
      return `<li>${node.children.map((child) => (child.type === 'paragraph' ? child.children.map(write).join('') : write(child))).join('')}</li>`;
    return tag ? `<${tag}>${within()}</${tag}>` : 'value' in node ? escaped(node.value) : within();
  };
  return write(fromMarkdown(markdown));
}

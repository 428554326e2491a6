import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { texText } from '../../src/artifact/latex.ts';

const HEADINGS = ['section', 'subsection', 'subsubsection'];

/**
 * Markdown as LaTeX: headings from sections down, paragraphs, lists, emphasis, code and links; '[Hamidi et al.](cite:KEY)' cites.
 * @param insert gives the LaTeX that stands for a comment: '<!-- verdicts -->'
 * @param level of the sections that a first heading becomes: 1 for subsections
 * @throws Error for what an article does not hold, such as a picture or a tag
 */
export function texOf(markdown: string, insert: (name: string) => string, level = 0): string {
  const write = (node: Nodes): string => {
    const within = () => ('children' in node ? node.children.map(write).join('') : '');
    switch (node.type) {
      case 'root':
        return node.children.map(write).join('\n\n');
      case 'heading':
        return `\\${HEADINGS[Math.min(node.depth - 1 + level, HEADINGS.length - 1)]}{${within()}}`;
      case 'paragraph':
        return within();
      case 'text':
        return prose(node.value.replaceAll('\n', ' '));
      case 'emphasis':
        return `\\emph{${within()}}`;
      case 'strong':
        return `\\textbf{${within()}}`;
      case 'inlineCode':
        return `\\texttt{${texText(node.value)}}`;
      case 'code':
        return `\\begin{verbatim}\n${node.value.replaceAll('\\end{verbatim}', '')}\n\\end{verbatim}`;
      case 'link':
        if (node.url.startsWith('cite:')) return `${within()}~\\cite{${node.url.slice('cite:'.length)}}`;
        return `\\href{${texText(node.url)}}{${within()}}`;
      case 'list': {
        const kind = node.ordered ? 'enumerate' : 'itemize';
        const from = node.ordered && (node.start ?? 1) > 1 ? `\\setcounter{enumi}{${(node.start ?? 1) - 1}}\n` : '';
        return `\\begin{${kind}}\n${from}${within()}\\end{${kind}}`;
      }
      case 'listItem':
        return `\\item ${node.children.map(write).join('\n\n')}\n`;
      case 'html': {
        const [, name] = /^<!-- (\w+) -->$/.exec(node.value) ?? [];
        if (name) return insert(name);
        break;
      }
      case 'break':
        return '\\\\ ';
    }
    throw new Error(`An article cannot hold '${node.type}' in line ${node.position?.start.line}.`);
  };
  return `${write(fromMarkdown(markdown))}\n`;
}

/** Text with its symbols (W^FF, M_m) as mathematics. */
function prose(text: string): string {
  return text
    .split(/\b([A-Z][\^_]\w+)/)
    .map((part, i) => {
      if (i % 2 === 0) return texText(part);
      const [symbol, index] = [part.slice(0, 2), part.slice(2)];
      return `\\ensuremath{${symbol}{\\mathrm{${index}}}}`;
    })
    .join('');
}

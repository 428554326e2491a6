/** The paper's names of connections, as labels write them: 'W^FF', 'W^R'. */
const NAME = /W\^(FF|R)/;

/** Sets such names in all texts of a drawing with a raised index. */
export function setSymbols(drawing: Element, document: Document): void {
  for (const text of drawing.querySelectorAll('text')) {
    for (const node of [...text.childNodes]) {
      const words = node.nodeType === 3 ? (node.textContent ?? '') : '';
      if (NAME.test(words)) node.replaceWith(...spansOf(words, document));
    }
  }
}

function spansOf(words: string, document: Document): Element[] {
  const span = (text: string, attributes: Record<string, string> = {}) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', 'tspan');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };
  // Even places are text, odd ones indices; what follows an index goes down again.
  return words.split(NAME).flatMap((part, i) => {
    if (i % 2 === 1) return [span(part, { dy: '-0.45em', 'font-size': '72%' })];
    const name = i < words.split(NAME).length - 1 ? `${part}W` : part;
    return name === '' ? [] : [span(name, i === 0 ? {} : { dy: '0.32em' })];
  });
}

import { JSDOM } from 'jsdom';
import { svgText } from '../../../src/artifact/svg.ts';
import { countVerdicts } from '../../../src/artifact/verdict.ts';
import { panelOf } from '../../../src/figures/index.ts';
import { chapters } from './chapters.ts';
import { rowsOf } from './panels.ts';
import { colour, mark, type Preview } from './preview.ts';
import { profileLine } from './profile.ts';
import { count } from './text.ts';
import { claims, claimsByFigure } from './verdicts.ts';

/** The panel that represents a figure. */
const faces: Record<number, string> = { 1: '1', 2: '2a', 3: '3a', 4: '4b', 5: '5a', 6: '6a' };

/** Names of the previews: story, claims, lab, and one per figure. */
export const previewNames: readonly string[] = [
  'story',
  'claims',
  'lab',
  ...chapters.map(({ figure }) => `figure-${figure}`),
];

/** Content of the preview of a name; undefined for an unknown name. */
export function previewOf(name: string): Preview | undefined {
  const all = countVerdicts(claims);
  const foot = profileLine;
  const kicker = 'A reproduction from scratch';
  if (name === 'story') {
    const title = 'Does a network that grows module by module remember longer?';
    return { kicker, title, counts: all, drawing: drawingOf('2a'), foot };
  }
  if (name === 'claims') {
    const title = claims.length > 0 ? `${count(claims.length, 'claim')} of the paper, tested` : "The paper's claims";
    return { kicker, title, counts: all, drawing: claims.length > 0 ? marksOfClaims() : null, foot };
  }
  if (name === 'lab') {
    const title = 'Perturb it, train it, check it';
    return { kicker: 'The lab, in your browser', title, counts: {}, drawing: null, foot };
  }
  const chapter = chapters.find(({ figure }) => name === `figure-${figure}`);
  if (!chapter) return undefined;
  const judged = claims.filter(({ figure }) => figure === chapter.figure);
  return {
    kicker: `Figure ${chapter.figure} of the paper`,
    title: chapter.title,
    counts: countVerdicts(judged),
    drawing: drawingOf(faces[chapter.figure]),
    foot,
  };
}

const { document } = new JSDOM('').window;

/** A panel as SVG in the light theme's colours; null when its stage has not run. */
function drawingOf(id: string): string | null {
  const panel = panelOf(id);
  const rows = panel ? rowsOf(panel) : [];
  if (!panel || rows.length === 0) return null;
  return svgText(panel.plot(rows, { width: 560, document }), { id: `preview-${id}` });
}

/** Every verdict as its shape, a line a figure. */
function marksOfClaims(): string {
  const lines = claimsByFigure().map(({ figure, claims: judged }, line) => {
    const y = line * 78;
    const marks = judged.map(({ verdict }, i) => mark(verdict, 110 + (i % 11) * 46, y, 36));
    return `<text x="0" y="${y + 26}" font-size="22" fill="${colour('soft')}">${figure === null ? 'Text' : `Figure ${figure}`}</text>${marks.join('')}`;
  });
  return `<svg viewBox="0 0 620 ${lines.length * 78 - 42}">${lines.join('')}</svg>`;
}

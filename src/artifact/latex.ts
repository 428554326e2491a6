import type { JudgedFile } from './claims.ts';
import { verdictEntry } from './verdict.ts';

/** Significant digits of a number in numbers.tex; claims.json has all. */
const DIGITS = 4;

const COMMANDS = String.raw`% \claim{ID}{NAME} is a number of a claim, rounded to ${DIGITS} significant digits; \verdict{ID}, \verdictmark{ID}, \statement{ID}, \finding{ID} and
% \seeds{ID} say what was judged. A name that no claim has is an error. Needs no package; read it in UTF-8.
\makeatletter
\newcommand{\growth@take}[1]{\ifcsname growth@#1\endcsname\csname growth@#1\endcsname\else
  \PackageError{numbers}{There is no '#1'}{numbers.tex lists what there is.}??\fi}
\newcommand{\growth@put}[2]{\expandafter\def\csname growth@#1\endcsname{#2}}
\newcommand{\claim}[2]{\growth@take{#1/#2}}
\newcommand{\verdict}[1]{\growth@take{#1/ verdict}}
\newcommand{\verdictmark}[1]{\growth@take{#1/ mark}}
\newcommand{\statement}[1]{\growth@take{#1/ statement}}
\newcommand{\finding}[1]{\growth@take{#1/ finding}}
\newcommand{\seeds}[1]{\growth@take{#1/ seeds}}`;

/** numbers.tex: a LaTeX macro for every number of every claim, and for what was judged of it. */
export function numbersTex({ profile, claims, beyond = [] }: JudgedFile): string {
  const puts = [...claims, ...beyond].flatMap((claim) => {
    const word = 'outcome' in claim ? String(claim.outcome) : claim.verdict;
    return [
      '',
      put(`${claim.id}/ verdict`, texText(word)),
      put(`${claim.id}/ mark`, texText(verdictEntry(claim.verdict).mark)),
      put(`${claim.id}/ statement`, texText(claim.statement)),
      put(`${claim.id}/ finding`, texText(claim.finding)),
      put(`${claim.id}/ seeds`, String(claim.seeds)),
      ...Object.entries(claim.numbers).map(([name, value]) => put(`${claim.id}/${texName(name)}`, texValue(value))),
    ];
  });
  return `% The numbers of profile ${profile}, made from claims.json; do not edit.\n${COMMANDS}\n${puts.join('\n')}\n\\makeatother\n`;
}

function put(name: string, text: string): string {
  return `\\growth@put{${name}}{${text}}`;
}

/** A name as it stands between the braces of \claim: what TeX reads otherwise is left out. */
export function texName(name: string): string {
  return name
    .replaceAll(/[\\{}%#~$^&_]/g, '')
    .replaceAll(/ +/g, ' ')
    .trim();
}

/** A number as text for LaTeX: '\ensuremath{-0.7}', '1.2 \cdot 10^{-5}' in mathematics; '--' where there is none. */
export function texValue(value: number | string | null): string {
  if (value === null) return '--';
  if (typeof value === 'string') return texText(value);
  const [digits, exponent] = String(Number(value.toPrecision(DIGITS))).split('e');
  return `\\ensuremath{${exponent === undefined ? digits : `${digits} \\cdot 10^{${Number(exponent)}}`}}`;
}

const SIGNS: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '%': '\\%',
  '#': '\\#',
  '&': '\\&',
  $: '\\$',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\ensuremath{<}',
  '>': '\\ensuremath{>}',
  '±': '\\ensuremath{\\pm}',
  '×': '\\ensuremath{\\times}',
  '−': '\\ensuremath{-}',
  '≥': '\\ensuremath{\\ge}',
  '≤': '\\ensuremath{\\le}',
  '¬': '\\ensuremath{\\lnot}',
  τ: '\\ensuremath{\\tau}',
  ε: '\\ensuremath{\\varepsilon}',
  '…': '\\ldots{}',
  '\n': ' ',
};

/** A text for LaTeX: what TeX would read as a command is written so that it is printed. */
export function texText(text: string): string {
  return [...text].map((character) => SIGNS[character] ?? character).join('');
}

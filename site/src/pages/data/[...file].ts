import type { APIRoute, GetStaticPaths } from 'astro';
import { judgedFileSchema } from '../../../../src/artifact/claims.ts';
import { numbersTex } from '../../../../src/artifact/latex.ts';
import { packRows, type RowsFile } from '../../../../src/artifact/packedRows.ts';
import { panels } from '../../../../src/figures/index.ts';
import { exampleFile, exampleNetwork } from '../../report/archive.ts';
import { downloads, packArtifact, packedDownloads, readArtifact, readJson } from '../../report/artifacts.ts';
import { bench, benchFiles, readBench, scaling } from '../../report/benchmark.ts';
import { measuredRows } from '../../report/measurements.ts';
import { panelPdf } from '../../report/panelPdf.ts';
import { readingsOf } from '../../report/panelReadings.ts';
import { provenanceOf, rowsOf } from '../../report/panels.ts';
import { readReference, referenceFiles, referenceRows } from '../../report/reference.ts';

/** The content of a data file: the text of an artifact, the name of one to pack, or rows by column. */
interface Source {
  text?: string | null;
  packed?: string;
  rows?: RowsFile;
  /** A panel whose drawing is wanted as PDF. */
  pdf?: { drawing: string; title: string };
}

/** Every artifact that a reader can download, and the rows of each drawing as JSON by column, also under each reading that changes it. */
export const getStaticPaths: GetStaticPaths = () => {
  const files = downloads();
  const drawn = panels.map((panel) => ({ panel, rows: rowsOf(panel) })).filter(({ rows }) => rows.length > 0);
  const rows = drawn.map(({ panel, rows }) => {
    const networks = provenanceOf(panel)?.networks.map(({ id }) => id);
    return { file: `figures/${panel.id}.json`, source: { rows: packRows(rows, networks) } };
  });
  const read = drawn.flatMap(({ panel }) =>
    readingsOf(panel).flatMap(({ name, rows, networks, provenance }): { file: string; source: Source }[] => [
      { file: `readings/${name}/${panel.id}.json`, source: { rows: packRows(rows, networks) } },
      ...(provenance
        ? [
            {
              file: `readings/${name}/${panel.id}.provenance.json`,
              source: { text: `${JSON.stringify(provenance)}\n` },
            },
          ]
        : []),
    ]),
  );
  const drawings = { bench: measuredRows(bench, scaling), reference: referenceRows() };
  const measured = Object.entries(drawings).flatMap(([folder, byDrawing]) =>
    Object.entries(byDrawing)
      .filter(([, rows]) => rows.length > 0)
      .map(([id, rows]) => ({ file: `${folder}/${id}.json`, source: { rows: packRows(rows) } })),
  );
  const texts: { file: string; source: Source }[] = [
    ...files.map((file) => ({ file, source: { text: readArtifact(file) } })),
    ...benchFiles().map((file) => ({ file: `bench/${file}`, source: { text: readBench(file) } })),
    ...referenceFiles().map((file) => ({ file: `reference/${file}`, source: { text: readReference(file) } })),
  ];
  if (exampleNetwork)
    texts.push({ file: 'example.json', source: { text: JSON.stringify(exampleFile(exampleNetwork)) } });
  const pdfs = panels.flatMap(({ id, title }) => {
    const drawing = readArtifact(`figures/${id}.svg`);
    return drawing === null ? [] : [{ file: `figures/${id}.pdf`, source: { pdf: { drawing, title } } }];
  });
  const judged = readJson('claims.json', judgedFileSchema);
  const numbers = judged === null ? [] : [{ file: 'numbers.tex', source: { text: numbersTex(judged) } }];
  const packed = packedDownloads().map((name) => ({ file: `${name}.gz`, source: { packed: name } }));
  return [...texts, ...numbers, ...pdfs, ...packed, ...rows, ...read, ...measured].map(({ file, source }) => ({
    params: { file },
    props: { source },
  }));
};

export const GET: APIRoute<{ source: Source }> = async ({ props: { source } }) => new Response(await contentOf(source));

async function contentOf({ packed, rows, pdf, text }: Source) {
  if (packed) return packArtifact(packed);
  if (pdf) return panelPdf(pdf.drawing, pdf.title);
  return rows ? `${JSON.stringify(rows)}\n` : text;
}

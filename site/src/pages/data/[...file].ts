import type { APIRoute, GetStaticPaths } from 'astro';
import { panels } from '../../../../src/figures/index.ts';
import { packRows, type RowsFile } from '../../browser/figureRows.ts';
import { exampleFile, exampleNetwork } from '../../report/archive.ts';
import { downloads, packArtifact, packedDownloads, readArtifact } from '../../report/artifacts.ts';
import { bench, benchFiles, readBench, scaling } from '../../report/benchmark.ts';
import { measuredRows } from '../../report/measurements.ts';
import { readingsOf } from '../../report/panelReadings.ts';
import { provenanceOf, rowsOf } from '../../report/panels.ts';
import { readReference, referenceFiles, referenceRows } from '../../report/reference.ts';

/** The content of a data file: the text of an artifact, the name of one to pack, or rows by column. */
interface Source {
  text?: string | null;
  packed?: string;
  rows?: RowsFile;
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
  const packed = packedDownloads().map((name) => ({ file: `${name}.gz`, source: { packed: name } }));
  return [...texts, ...packed, ...rows, ...read, ...measured].map(({ file, source }) => ({
    params: { file },
    props: { source },
  }));
};

export const GET: APIRoute<{ source: Source }> = ({ props: { source } }) =>
  new Response(
    source.packed ? packArtifact(source.packed) : source.rows ? `${JSON.stringify(source.rows)}\n` : source.text,
  );

import type { APIRoute, GetStaticPaths } from 'astro';
import type { Row } from '../../../../src/artifact/table.ts';
import { downloads, readArtifact, readRows } from '../../report/artifacts.ts';
import { bench, benchFiles, readBench, scaling } from '../../report/benchmark.ts';
import { measuredRows } from '../../report/measurements.ts';
import { readReference, referenceFiles, referenceRows } from '../../report/reference.ts';

/** What a file of data holds: the text of an artifact, or rows as JSON. */
interface Source {
  text?: string;
  rows?: readonly Row[];
}

/** Every artifact that a reader can download, and beside it the rows of each drawing as JSON. */
export const getStaticPaths: GetStaticPaths = () => {
  const files = downloads();
  const rows = files
    .filter((file) => /^figures\/[^/]+\.csv$/.test(file))
    .map((file) => ({ file: file.replace(/csv$/, 'json'), source: { rows: readRows(file) } }));
  const drawings = { bench: measuredRows(bench, scaling), reference: referenceRows() };
  const measured = Object.entries(drawings).flatMap(([folder, byDrawing]) =>
    Object.entries(byDrawing)
      .filter(([, own]) => own.length > 0)
      .map(([id, own]) => ({ file: `${folder}/${id}.json`, source: { rows: own } })),
  );
  const texts = [
    ...files.map((file) => ({ file, source: { text: readArtifact(file) } })),
    ...benchFiles().map((file) => ({ file: `bench/${file}`, source: { text: readBench(file) } })),
    ...referenceFiles().map((file) => ({ file: `reference/${file}`, source: { text: readReference(file) } })),
  ];
  return [...texts, ...rows, ...measured].map(({ file, source }) => ({ params: { file }, props: { source } }));
};

export const GET: APIRoute<{ source: Source }> = ({ props: { source } }) =>
  new Response(source.rows ? `${JSON.stringify(source.rows, null, 1)}\n` : source.text);

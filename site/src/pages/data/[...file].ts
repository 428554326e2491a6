import type { APIRoute, GetStaticPaths } from 'astro';
import { downloads, readArtifact, readRows } from '../../report/artifacts.ts';

/** Every artifact that a reader can download, and the rows of each panel as JSON beside its CSV. */
export const getStaticPaths: GetStaticPaths = () => {
  const files = downloads();
  const rows = files
    .filter((file) => /^figures\/[^/]+\.csv$/.test(file))
    .map((file) => ({ params: { file: file.replace(/csv$/, 'json') }, props: { source: file } }));
  return [...files.map((file) => ({ params: { file }, props: { source: file } })), ...rows];
};

export const GET: APIRoute = ({ params, props }) => {
  const { source } = props;
  const asRows = params.file !== source;
  return new Response(asRows ? `${JSON.stringify(readRows(source), null, 1)}\n` : readArtifact(source));
};

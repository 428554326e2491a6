import type { APIRoute, GetStaticPaths } from 'astro';
import { labFiles, readLabFile } from '../../../report/lab.ts';

/** The networks of the lab and the kernel that runs them, byte for byte; fetched only when the lab is used. */
export const getStaticPaths: GetStaticPaths = () => labFiles().map((file) => ({ params: { file }, props: { file } }));

export const GET: APIRoute<{ file: string }> = ({ props: { file } }) => new Response(readLabFile(file));

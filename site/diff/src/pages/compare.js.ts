import { stripTypeScriptTypes } from 'node:module';
import source from '../browser/compare.ts?raw';

/** The pages' script as a plain one, which runs from a folder on disk too, where browsers load no modules. */
export const GET = () => new Response(stripTypeScriptTypes(source));

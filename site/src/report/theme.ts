import { createHash } from 'node:crypto';
import theme from '../browser/theme.js?raw';

/** The script that sets the theme before the first paint. It stands in each page: a separate file would hold up the paint for a round trip. */
export const themeScript = theme;

/** The source expression of a content security policy that allows this script and no other inline script. */
export const themeSource = `'sha256-${createHash('sha256').update(themeScript).digest('base64')}'`;

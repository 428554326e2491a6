import theme from '../../../src/browser/theme.js?raw';

/** The report's script of the theme as a file: these pages run no inline script. */
export const GET = () => new Response(theme);

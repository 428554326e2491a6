import report from '../../../site/astro.config.mjs';

/** The settings of the report for one page that does nothing but open the lab. */
export default { ...report, root: import.meta.dirname };

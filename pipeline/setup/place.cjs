// @ts-check
// CommonJS: Node loads no module from a path with a backslash, and this file has to say so.

/** Characters that a path to the checkout cannot have, and who stands in the way. */
const REFUSED = /** @type {const} */ ([
  [/[#?]/, 'Vite, which builds the report, takes it for a part of an address'],
  [/"/, 'Astro, which builds the report, writes it into its modules as it is'],
  [/\*/, 'Node puts the name of a module in its place'],
  [/:/, 'it separates the folders of PATH'],
  [/\\/, 'Node loads no module from such a path'],
  [/\p{Cc}/u, 'programs that read paths line by line cut it there'],
]);

/**
 * Why this project cannot work in a folder, in a sentence with what to do; null where it can.
 * @param {string} root absolute
 */
function placeFault(root) {
  for (const [pattern, why] of REFUSED) {
    const found = pattern.exec(root);
    if (!found) continue;
    const shown = JSON.stringify(found[0]).slice(1, -1);
    return `The path of this folder has the character '${shown}' (${JSON.stringify(root).slice(1, -1)}), and ${why}: move the folder to a path without it and run the same command there.`;
  }
  return null;
}

exports.placeFault = placeFault;

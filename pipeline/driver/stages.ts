/** The script of a stage, as a path from the checkout's root. */
export function scriptOf(stage: string): string {
  return `pipeline/stages/${stage}.ts`;
}

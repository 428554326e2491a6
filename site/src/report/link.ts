/** A path of this site, below whatever base it is served from. */
export function href(path: string): string {
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  return `${base}/${path.replace(/^\//, '')}`;
}

/** The path of the page of one claim. */
export function claimPage(claimId: string): string {
  return `claims/${claimId}/`;
}

/** The fragment of a claim on the claims page. */
export function anchor(claimId: string): string {
  return `claim-${claimId.replaceAll('.', '-')}`;
}

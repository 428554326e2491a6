// CSS filters the claims. Scripts keep the filter in the address, count the claims, and reset the filter for a linked claim.

const form = document.querySelector<HTMLFormElement>('[data-claims]');

if (form) {
  restore(form);
  form.addEventListener('change', () => save(form));
  form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('hashchange', () => revealTarget(form));
  revealTarget(form);
  showCount(form);
}

/** Restores the filter from the address. */
function restore(form: HTMLFormElement): void {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const radios = [...form.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    const radio = radios.find((input) => input.name === name && input.value === value && !input.disabled);
    if (radio) radio.checked = true;
  }
}

function save(form: HTMLFormElement): void {
  const chosen = [...new FormData(form)].filter(([, value]) => value !== 'all') as [string, string][];
  const query = new URLSearchParams(chosen).toString();
  history.replaceState(null, '', `${location.pathname}${query && `?${query}`}`);
  showCount(form);
}

/** Resets the filter if it hides the claim of the address. */
function revealTarget(form: HTMLFormElement): void {
  const wanted = location.hash && document.getElementById(location.hash.slice(1));
  if (!wanted || !form.contains(wanted) || wanted.getClientRects().length > 0) return;
  for (const radio of form.querySelectorAll<HTMLInputElement>('[value="all"]')) radio.checked = true;
  history.replaceState(null, '', `${location.pathname}${location.hash}`);
  showCount(form);
  wanted.scrollIntoView();
}

function showCount(form: HTMLFormElement): void {
  const all = [...form.querySelectorAll('.claim')];
  const shown = all.filter((claim) => claim.getClientRects().length > 0).length;
  const place = form.querySelector('[data-shown]');
  if (place) place.textContent = `${shown} of ${all.length} claims`;
}
